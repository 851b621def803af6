using PostModern.Arrow.Errors;
using PostModern.Engine.Sessions;
using PostModern.Lake.Catalog;

namespace PostModern.Tests.Engine;

public class PartitionTests(EngineFixture fixture) : IClassFixture<EngineFixture>
{
    [Theory]
    [InlineData("string", "x/ =é'%", "x/ =é'%")]
    [InlineData("string", "a\\u0000b", "a\0b")]
    [InlineData("long", "-9223372036854775808", "-9223372036854775808")]
    [InlineData("integer", "7", "7")]
    [InlineData("short", "7", "7")]
    [InlineData("byte", "7", "7")]
    [InlineData("float", "1.5", "1.5")]
    [InlineData("double", "NaN", "NaN")]
    [InlineData("double", "-Infinity", "-Infinity")]
    [InlineData("decimal(38,2)", "123456789012345678901234567890123456.78", "123456789012345678901234567890123456.78")]
    [InlineData("boolean", "true", "True")]
    [InlineData("date", "2024-02-29", "2024-02-29")]
    [InlineData("timestamp", "2024-02-29 10:11:12.123456", "2024-02-29 10:11:12.123456+00")]
    [InlineData("timestamp", "2024-02-29T10:11:12.123456Z", "2024-02-29 10:11:12.123456+00")]
    [InlineData("timestamp_ntz", "2024-02-29 10:11:12.5", "2024-02-29 10:11:12.5")]
    [InlineData("binary", "ab", "ab")]
    public async Task A_partition_value_comes_back_as_its_type(string type, string text, string expected)
    {
        await using var session = fixture.Engine.OpenSession();
        var table = Table(session, out var name).Column("p", type).Column("n", "integer").PartitionedBy("p");
        await table.FileAsync("a.parquet", "SELECT 1::INT AS n", $$"""{"p":"{{text}}"}""");
        await table.FileAsync("b.parquet", "SELECT 2::INT AS n", """{"p":null}""");
        await table.FileAsync("c.parquet", "SELECT 3::INT AS n", """{"p":""}""");
        await table.CommitAsync();
        var value = type switch { "boolean" => "p", "binary" => "decode(p)", "double" => "p", _ => "CAST(p AS VARCHAR)" };
        Assert.Equal([$"{expected}|1", "NULL|2", "NULL|3"], await session.RunAsync($"SELECT {value}, n FROM {name} ORDER BY n"));
    }

    [Fact]
    public async Task Files_are_found_by_encoded_relative_paths_absolute_paths_and_file_uris()
    {
        await using var session = fixture.Engine.OpenSession();
        var table = Table(session, out var name).Column("p", "integer").Column("n", "integer").PartitionedBy("p");
        var outside = Directory.CreateDirectory(Path.Combine(fixture.Files, name)).FullName;
        await table.FileAsync("p=1/a b%[x]*é.parquet", "SELECT 1::INT AS n", """{"p":"1"}""", loggedPath: "p=1/a%20b%25%5Bx%5D*%C3%A9.parquet");
        await table.FileAsync($"{outside}/c d.parquet", "SELECT 2::INT AS n", """{"p":"2"}""", loggedPath: $"{outside}/c%20d.parquet");
        await table.FileAsync($"{outside}/e f.parquet", "SELECT 3::INT AS n", """{"p":"3"}""", loggedPath: $"file://{outside}/e%20f.parquet");
        await table.CommitAsync();
        Assert.Equal(["1|1", "2|2", "3|3"], await session.RunAsync($"FROM {name} ORDER BY n"));
    }

    [Fact]
    public async Task Very_many_partitions_are_read_by_one_scan()
    {
        await using var session = fixture.Engine.OpenSession();
        var table = Table(session, out var name).Column("p", "string").Column("n", "integer").PartitionedBy("p");
        await table.FileAsync("a.parquet", "SELECT 1::INT AS n");
        var one = await File.ReadAllBytesAsync(Path.Combine(table.Folder, "a.parquet"));
        for (var i = 0; i < 600; i++)
        {
            await File.WriteAllBytesAsync(Path.Combine(table.Folder, $"{i}.parquet"), one);
            table.Add($"{i}.parquet", one.Length, $$"""{"p":"v{{i}}"}""");
        }

        await table.CommitAsync();
        Assert.Equal(["601|600|v599"], await session.RunAsync($"SELECT count(*), count(DISTINCT p), max(p) FILTER (p LIKE 'v59%') FROM {name}"));
        Assert.Equal(["v17|1"], await session.RunAsync($"SELECT * FROM {name} WHERE p = 'v17'"));
        Assert.Equal(["NULL|1"], await session.RunAsync($"SELECT * FROM {name} WHERE p IS NULL"));
    }

    [Fact]
    public async Task A_column_may_have_the_name_that_duckdb_gives_to_files()
    {
        await using var session = fixture.Engine.OpenSession();
        await session.RunAsync("CREATE OR REPLACE TABLE named AS SELECT i AS file_row_number, 'f' || i AS filename FROM range(3) AS r(i)");
        await session.RunAsync("DELETE FROM named WHERE filename = 'f1'");
        Assert.Equal(["0|f0", "2|f2"], await session.RunAsync("FROM named ORDER BY ALL"));
    }

    [Fact]
    public async Task Statistics_go_by_the_columns_names_and_know_partitions_and_fields_of_structs()
    {
        await using var session = fixture.Engine.OpenSession();
        await session.RunAsync("CREATE TABLE known PARTITION BY (day) AS SELECT 7 AS n, {'a': 5, 'b': 'x'} AS s, DATE '2024-01-01' AS day, 1.5::FLOAT AS \"a b\"");
        await session.RunAsync("ALTER TABLE known RENAME COLUMN n TO number");
        await session.RunAsync("INSERT INTO known VALUES (8, {'a': 6, 'b': NULL}, NULL, 'NaN')");
        var snapshot = await (await new Warehouse(fixture.Warehouse).OpenAsync("main", "known")).LatestAsync();
        var (first, second) = (snapshot.ReadStatistics(snapshot.Files[0])!, snapshot.ReadStatistics(snapshot.Files[1])!);
        Assert.Equal(7, first.Columns["number"].Min!.GetValue<int>());
        Assert.Equal(5, first.Columns["s"].Fields!["a"].Max!.GetValue<int>());
        Assert.Equal("2024-01-01", first.Columns["day"].Min!.GetValue<string>());
        Assert.Equal((1, 1), (second.Columns["s"].Fields!["b"].NullCount, second.Columns["day"].NullCount));
        Assert.Null(second.Columns["a b"].Max);
        Assert.True(snapshot.HasAllColumns(snapshot.Files[1]));
    }

    [Fact]
    public async Task A_failed_write_leaves_no_file_of_any_partition()
    {
        await using var session = fixture.Engine.OpenSession();
        await session.RunAsync("CREATE TABLE whole (p INTEGER, n INTEGER) PARTITION BY (p)");
        await Assert.ThrowsAsync<ServerException>(
            () => session.RunAsync("INSERT INTO whole SELECT i % 50, CASE WHEN i = 99999 THEN error('stop') ELSE i END FROM range(100000) AS r(i)"));
        Assert.Equal(["_delta_log"], Directory.GetFileSystemEntries(Path.Combine(fixture.Warehouse, "main", "whole")).Select(Path.GetFileName));
        await session.RunAsync("BEGIN");
        await session.RunAsync("INSERT INTO whole SELECT i % 50, i FROM range(100000) AS r(i)");
        Assert.Equal(["100000|50"], await session.RunAsync("SELECT count(*), count(DISTINCT p) FROM whole"));
        await session.RunAsync("ROLLBACK");
        Assert.Empty(Directory.GetFiles(Path.Combine(fixture.Warehouse, "main", "whole"), "*.parquet", SearchOption.AllDirectories));
        Assert.Equal(["0"], await session.RunAsync("SELECT count(*) FROM whole"));
    }

    private ForeignTable Table(Session session, out string name)
    {
        name = $"t_{Guid.NewGuid():N}";
        return new ForeignTable(fixture, session, name);
    }
}
