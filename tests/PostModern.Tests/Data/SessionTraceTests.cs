using PostModern.Data.Transport;

namespace PostModern.Tests.Data;

/// <summary>Which statements a session must be reset after.</summary>
public sealed class SessionTraceTests
{
    [Theory]
    [InlineData("SELECT 1")]
    [InlineData("  -- first\n /* and */ ( select 1)")]
    [InlineData("from t")]
    [InlineData("WITH a AS (SELECT 1) FROM a")]
    [InlineData("INSERT INTO t VALUES (1)")]
    [InlineData("DESCRIBE t")]
    public void Queries_and_changes_of_rows_leave_nothing(string sql) => Assert.False(SessionTrace.MayBeLeftBy(sql));

    [Theory]
    [InlineData("SET schema = 'x'")]
    [InlineData("USE x")]
    [InlineData("BEGIN")]
    [InlineData("CREATE TEMP TABLE t AS SELECT 1")]
    [InlineData("PREPARE p AS SELECT 1")]
    [InlineData("EXPLAIN ANALYZE CREATE TEMP TABLE t AS SELECT 1")]
    [InlineData("/* SELECT */ ATTACH 'x'")]
    [InlineData("SELECTED")]
    [InlineData("")]
    [InlineData("-- nothing")]
    public void Everything_else_may(string sql) => Assert.True(SessionTrace.MayBeLeftBy(sql));
}
