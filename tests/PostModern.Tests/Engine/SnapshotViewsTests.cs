using PostModern.Arrow.Errors;
using PostModern.DuckDb;
using PostModern.Engine.Planning;
using PostModern.Lake.Catalog;

namespace PostModern.Tests.Engine;

public class SnapshotViewsTests(EngineFixture fixture) : IClassFixture<EngineFixture>
{
    [Fact]
    public async Task Versions_that_nobody_used_for_long_are_forgotten_and_come_back_when_asked_for()
    {
        const int versions = 12;
        await using var session = fixture.Engine.OpenSession();
        await session.RunAsync("CREATE TABLE busy AS SELECT 1 AS n");
        for (var i = 2; i <= versions; i++)
        {
            await session.RunAsync($"INSERT INTO busy VALUES ({i})");
        }

        using var database = Database.Open();
        using var connection = database.Connect();
        connection.Execute($"CREATE SCHEMA {SnapshotViews.SchemaName}");
        using var views = new SnapshotViews(database.Connect(), most: 4);
        var dataset = await new Warehouse(fixture.Warehouse).OpenAsync("main", "busy");
        var kept = await views.EnsureAsync(await dataset.AtVersionAsync(1), keep: true, default);
        for (var version = 1; version <= versions; version++)
        {
            await views.EnsureAsync(await dataset.AtVersionAsync(version), keep: false, default);
        }

        using (var count = connection.Query("SELECT count(*) FROM duckdb_views() WHERE NOT internal"))
        {
            Assert.InRange(count.Columns[0].Values<long>()[0], 2, 5);
        }

        var again = await views.EnsureAsync(await dataset.AtVersionAsync(3), keep: false, default);
        using var rows = connection.Query($"SELECT (SELECT count(*) FROM {kept}), (SELECT count(*) FROM {again})");
        Assert.Equal((1, 3), (rows.Columns[0].Values<long>()[0], rows.Columns[1].Values<long>()[0]));
    }

    [Fact]
    public async Task A_table_that_cannot_be_read_is_listed_with_the_reason_and_disturbs_no_other_statement()
    {
        var log = Directory.CreateDirectory(Path.Combine(fixture.Warehouse, "main", "foreign", "_delta_log"));
        await File.WriteAllTextAsync(
            Path.Combine(log.FullName, "00000000000000000000.json"),
            """
            {"protocol":{"minReaderVersion":3,"minWriterVersion":7,"readerFeatures":["fromTheFuture"],"writerFeatures":["fromTheFuture"]}}
            {"metaData":{"id":"1","format":{"provider":"parquet","options":{}},"schemaString":"{\"type\":\"struct\",\"fields\":[]}","partitionColumns":[],"configuration":{}}}
            """);
        await using var session = fixture.Engine.OpenSession();
        await session.RunAsync("CREATE TABLE fine AS SELECT 1 AS n");
        Assert.Equal(["1"], await session.RunAsync("FROM fine"));
        Assert.Equal(["1"], await session.RunAsync("SELECT count(*) FROM (SHOW TABLES) WHERE name = 'fine'"));
        Assert.Contains("fromTheFuture", Assert.Single(await session.RunAsync("SELECT error FROM pm.datasets WHERE name = 'foreign'")));
        var error = await Assert.ThrowsAsync<ServerException>(() => session.RunAsync("FROM \"foreign\""));
        Assert.Equal(ErrorCode.Unsupported, error.Code);
        Directory.Delete(Path.Combine(fixture.Warehouse, "main", "foreign"), recursive: true);
    }
}
