using PostModern.Arrow.Errors;
using PostModern.Engine.Sql;

namespace PostModern.Tests.Engine.Sql;

public sealed class VersionStatementParserTests
{
    [Theory]
    [InlineData("CREATE TAG t ON x")]
    [InlineData("create or replace tag \"t\" on s.x version as of 3")]
    [InlineData("CREATE TAG 't' ON x AT (VERSION => 3) COMMENT = 'why'")]
    public void A_tag_is_a_name_or_a_text(string sql) => Assert.Equal("t", Assert.IsType<CreateTagStatement>(VersionStatementParser.TryParse(sql)).Tag);

    [Theory]
    [InlineData("CREATE TABLE y CLONE x", false)]
    [InlineData("CREATE OR REPLACE TABLE s.y SHALLOW CLONE x@v3", true)]
    [InlineData("CREATE TABLE IF NOT EXISTS y DEEP CLONE s.x AS OF TIMESTAMP '2026-01-01'", false)]
    public void A_clone_is_deep_unless_it_says_shallow(string sql, bool isShallow)
    {
        var clone = Assert.IsType<CloneStatement>(VersionStatementParser.TryParse(sql));
        Assert.Equal(("x", "y", isShallow), (clone.Table.Name, clone.Target.Name, clone.IsShallow));
    }

    [Theory]
    [InlineData("VACUUM x", null, false)]
    [InlineData("VACUUM x RETAIN 12.5 HOURS", 12.5, false)]
    [InlineData("vacuum x retain 1 hour dry run", 1.0, true)]
    [InlineData("VACUUM x DRY RUN", null, true)]
    public void VACUUM_takes_hours(string sql, double? hours, bool isDryRun)
    {
        var vacuum = Assert.IsType<VacuumStatement>(VersionStatementParser.TryParse(sql));
        Assert.Equal((hours, isDryRun), (vacuum.Hours, vacuum.IsDryRun));
    }

    [Theory]
    [InlineData("RESTORE x TO VERSION 3", 3L, null, null)]
    [InlineData("RESTORE TABLE x TO VERSION AS OF 3", 3L, null, null)]
    [InlineData("RESTORE x TO TIMESTAMP '2026-01-01'", null, "'2026-01-01'", null)]
    [InlineData("RESTORE x TO TAG 't'", null, null, "t")]
    [InlineData("RESTORE x TO VERSION AS OF 't'", null, null, "t")]
    public void RESTORE_names_a_version_in_three_ways(string sql, long? version, string? timestamp, string? tag) =>
        Assert.Equal(new VersionReference(version, timestamp, tag), VersionStatementParser.TryParse(sql)!.Version);

    [Theory]
    [InlineData("SELECT 1")]
    [InlineData("CREATE TABLE clone AS SELECT 1 AS n")]
    [InlineData("CREATE TABLE x (clone INTEGER)")]
    [InlineData("CREATE VIEW tag AS SELECT 1")]
    [InlineData("DROP TABLE tag")]
    [InlineData("DESCRIBE history")]
    [InlineData("DESCRIBE SELECT 1")]
    [InlineData("VACUUM")]
    [InlineData("VACUUM ANALYZE x")]
    public void Other_statements_are_left_alone(string sql) => Assert.Null(VersionStatementParser.TryParse(sql));

    [Theory]
    [InlineData("CREATE TAG ON x")]
    [InlineData("CREATE TAG t ON x AS OF VERSION")]
    [InlineData("DROP TAG t")]
    [InlineData("RESTORE TABLE x")]
    [InlineData("RESTORE TABLE x TO VERSION 1 2")]
    [InlineData("CREATE TABLE y CLONE")]
    [InlineData("CREATE TABLE y CLONE x WHERE n = 1")]
    [InlineData("OPTIMIZE x ORDER BY")]
    [InlineData("VACUUM x RETAIN -1 HOURS")]
    public void What_begins_like_one_and_goes_on_otherwise_is_an_error(string sql) =>
        Assert.Equal(ErrorCode.InvalidInput, Assert.Throws<ServerException>(() => VersionStatementParser.TryParse(sql)).Code);
}
