using PostModern.Arrow.Arrays;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;
using PostModern.Engine.Sessions;

namespace PostModern.Tests.Engine;

/// <summary>The version to read as a parameter: the statement is planned once, and each execution says which.</summary>
public sealed class VersionParameterTests(EngineFixture fixture) : IClassFixture<EngineFixture>
{
    [Theory]
    [InlineData("SELECT max(n) FROM {0} AS OF VERSION $1")]
    [InlineData("SELECT max(n) FROM {0} VERSION AS OF ?")]
    [InlineData("SELECT max(x.n) FROM {0} AT (VERSION => ?) AS x")]
    [InlineData("SELECT max(x.n) FROM {0} AS x FOR SYSTEM_VERSION AS OF $1")]
    [InlineData("WITH old AS (SELECT n FROM {0} AS OF VERSION ?) SELECT max(n) FROM old")]
    [InlineData("SELECT n FROM (VALUES (1), (2), (3)) AS v(n) WHERE n = (SELECT max(n) FROM {0} AS OF VERSION $version)")]
    public async Task A_number_names_a_version(string sql)
    {
        await using var session = await SessionAsync("numbers");
        await using var statement = await session.PrepareAsync(Format(sql, "numbers"), default);
        Assert.Equal(ArrowTypes.Int64, Assert.Single(statement.ParameterSchema.Fields).Type);
        Assert.Equal(["1"], await RowsAsync(statement, ArrowTypes.Int64, 1L));
        Assert.Equal(["2"], await RowsAsync(statement, ArrowTypes.Int32, 2));
        Assert.Equal(["3"], await RowsAsync(statement, ArrowTypes.Int64, 3L));
    }

    [Fact]
    public async Task A_text_names_a_tag()
    {
        await using var session = await SessionAsync("tagged");
        await session.RunAsync("CREATE OR REPLACE TAG two ON tagged AS OF VERSION 2");
        foreach (var sql in new[] { "SELECT max(n) FROM tagged AS OF VERSION ?", "SELECT max(n) FROM tagged AT (TAG => $1)" })
        {
            await using var statement = await session.PrepareAsync(sql, default);
            Assert.Equal(["2"], await RowsAsync(statement, ArrowTypes.Utf8, "two"));
        }
    }

    [Theory]
    [InlineData("SELECT max(n) FROM {0} AS OF TIMESTAMP ?")]
    [InlineData("SELECT max(n) FROM {0} FOR SYSTEM_TIME AS OF $1")]
    [InlineData("SELECT max(n) FROM {0} AT (TIMESTAMP => $1 + INTERVAL 0 SECONDS)")]
    public async Task A_time_means_the_version_at_that_time(string sql)
    {
        await using var session = await SessionAsync("times");
        var text = Assert.Single(await session.RunAsync("SELECT strftime(timestamp, '%Y-%m-%d %H:%M:%S.%f') FROM pm.versions('times') WHERE version = 2"));
        var time = DateTime.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
        await using var statement = await session.PrepareAsync(Format(sql, "times"), default);

        // Within an expression DuckDB takes any type.
        ArrowType expected = sql.Contains('+') ? ArrowTypes.Null : ArrowTypes.TimestampUtc;
        Assert.Equal(expected, Assert.Single(statement.ParameterSchema.Fields).Type);
        Assert.Equal(["2"], await RowsAsync(statement, ArrowTypes.TimestampUtc, new DateTimeOffset(time, TimeSpan.Zero)));
        var error = await Assert.ThrowsAsync<ServerException>(
            () => RowsAsync(statement, ArrowTypes.TimestampUtc, new DateTimeOffset(2001, 1, 1, 0, 0, 0, TimeSpan.Zero)));
        Assert.Contains("no version that old", error.Message);
    }

    [Fact]
    public async Task Other_parameters_keep_their_places()
    {
        await using var session = await SessionAsync("places");
        await using var statement = await session.PrepareAsync("SELECT ?::VARCHAR || max(n) FROM places AS OF VERSION ? WHERE n < ?::INTEGER", default);
        Assert.Equal(["a1"], await RowsAsync(statement, (ArrowTypes.Utf8, "a"), (ArrowTypes.Int64, 3L), (ArrowTypes.Int32, 2)));
    }

    [Fact]
    public async Task Statements_that_write_take_them_too()
    {
        await using var session = await SessionAsync("written");
        await RunAsync(session, "CREATE TABLE copied AS SELECT * FROM written AS OF VERSION ?", (ArrowTypes.Int64, 1L));
        await RunAsync(session, "INSERT INTO copied SELECT n + 10 FROM written AS OF VERSION ?", (ArrowTypes.Int64, 2L));
        Assert.Equal(["1", "11", "12"], await session.RunAsync("FROM copied ORDER BY n"));
        await RunAsync(session, "DELETE FROM copied WHERE n IN (SELECT n FROM written AS OF VERSION $1)", (ArrowTypes.Int64, 1L));
        Assert.Equal(["11", "12"], await session.RunAsync("FROM copied ORDER BY n"));
        await RunAsync(session, "CREATE TAG one ON written AS OF VERSION ?", (ArrowTypes.Int64, 1L));
        Assert.Equal(["1"], await session.RunAsync("FROM written AS OF TAG 'one'"));
    }

    [Theory]
    [InlineData(null, "NULL")]
    [InlineData(42L, "has no version 42; the latest is 3")]
    public async Task A_value_that_names_no_version_is_an_error(long? version, string message)
    {
        await using var session = await SessionAsync("wrong");
        await using var statement = await session.PrepareAsync("SELECT max(n) FROM wrong AS OF VERSION ?", default);
        var error = await Assert.ThrowsAsync<ServerException>(() => RowsAsync(statement, ArrowTypes.Int64, version));
        Assert.Contains(message, error.Message);
        Assert.Equal(["3"], await RowsAsync(statement, ArrowTypes.Int64, 3L));
    }

    [Fact]
    public async Task A_missing_value_is_an_error()
    {
        await using var session = await SessionAsync("missing");
        await using var statement = await session.PrepareAsync("SELECT max(n) FROM missing AS OF VERSION ?", default);
        await Assert.ThrowsAsync<ServerException>(() => statement.ExecuteAsync(null, default));
    }

    [Fact]
    public async Task Rows_of_parameters_that_name_several_versions_are_refused()
    {
        await using var session = await SessionAsync("several");
        await using var statement = await session.PrepareAsync("SELECT max(n) FROM several AS OF VERSION ?", default);
        var error = await Assert.ThrowsAsync<ServerException>(() => statement.ExecuteAsync(Batch(2, (ArrowTypes.Int64, [1L, 2L])), default));
        Assert.Contains("must be the same in all rows", error.Message);
    }

    [Theory]
    [InlineData("CREATE VIEW late AS SELECT * FROM kept AS OF VERSION ?")]
    [InlineData("PREPARE late AS SELECT * FROM kept AS OF VERSION $1")]
    public async Task What_is_kept_takes_no_version_as_a_parameter(string sql)
    {
        await using var session = await SessionAsync("kept");
        var error = await Assert.ThrowsAsync<ServerException>(() => session.RunAsync(sql));
        Assert.Contains("take no version as a parameter", error.Message);
    }

    /// <summary>Three versions of one dataset, whose largest n is the version's number.</summary>
    private async Task<Session> SessionAsync(string name)
    {
        var session = fixture.Engine.OpenSession();
        if ((await session.RunAsync($"FROM pm.datasets WHERE name = '{name}'")).Count == 0)
        {
            await session.RunAsync($"CREATE TABLE {name} AS SELECT 1 AS n");
            await session.RunAsync($"INSERT INTO {name} VALUES (2)");
            await session.RunAsync($"INSERT INTO {name} VALUES (3)");
        }

        return session;
    }

    private static string Format(string sql, string table) => sql.Replace("{0}", table, StringComparison.Ordinal);

    private static Task<IReadOnlyList<string>> RowsAsync(Statement statement, ArrowType type, object? value) => RowsAsync(statement, (type, value));

    private static async Task<IReadOnlyList<string>> RowsAsync(Statement statement, params (ArrowType Type, object? Value)[] values)
    {
        await using var result = await statement.ExecuteAsync(Batch(1, [.. values.Select(v => (v.Type, new[] { v.Value }))]), default);
        var rows = new List<string>();
        await foreach (var batch in result.ReadBatchesAsync())
        {
            using (batch)
            {
                rows.AddRange(Enumerable.Range(0, batch.Length).Select(row => ColumnValue.Get(batch.Columns[0], row)?.ToString() ?? "NULL"));
            }
        }

        return rows;
    }

    private static async Task RunAsync(Session session, string sql, params (ArrowType Type, object? Value)[] values)
    {
        await using var statement = await session.PrepareAsync(sql, default);
        await RowsAsync(statement, values);
    }

    private static RecordBatch Batch(int rows, params (ArrowType Type, object?[] Values)[] columns)
    {
        var builders = columns.Select(c => ColumnBuilder.Create(c.Type)).ToArray();
        for (var i = 0; i < columns.Length; i++)
        {
            foreach (var value in columns[i].Values)
            {
                builders[i].AppendValue(value);
            }
        }

        var schema = new Schema([.. columns.Select((c, i) => new Field($"p{i}", c.Type))]);
        return new RecordBatch(schema, rows, [.. builders.Select(b => b.Build())]);
    }
}
