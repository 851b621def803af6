using PostModern.Arrow.Errors;

namespace PostModern.Tests.Engine;

/// <summary>OPTIMIZE, VACUUM, RESTORE and CLONE beside other writers, and on files as they lie.</summary>
public sealed class MaintenanceTests(EngineFixture fixture) : IClassFixture<EngineFixture>
{
    [Fact]
    public async Task Appends_and_OPTIMIZE_go_together()
    {
        await using var session = fixture.Engine.OpenSession();
        await session.RunAsync("CREATE TABLE busy AS SELECT 0 AS n");
        var writers = Enumerable.Range(0, 3).Select(writer => Task.Run(async () =>
        {
            await using var other = fixture.Engine.OpenSession();
            for (var i = 0; i < 8; i++)
            {
                await other.RunAsync($"INSERT INTO busy VALUES ({(writer * 8) + i + 1})");
            }
        })).ToList();

        while (!writers.TrueForAll(w => w.IsCompleted))
        {
            await session.RunAsync("OPTIMIZE busy");
        }

        await Task.WhenAll(writers);
        await session.RunAsync("OPTIMIZE busy");
        Assert.Equal(["25|300|25"], await session.RunAsync("SELECT count(*), sum(n)::INTEGER, count(DISTINCT n) FROM busy"));
        Assert.Single(await LatestFilesAsync("busy"));
    }

    [Fact]
    public async Task A_deletion_that_began_before_an_OPTIMIZE_is_refused_or_whole_but_never_lost()
    {
        await using var session = fixture.Engine.OpenSession();
        await session.RunAsync("CREATE TABLE torn AS SELECT 1 AS n");
        await session.RunAsync("INSERT INTO torn VALUES (2)");
        await session.RunAsync("BEGIN");
        await session.RunAsync("DELETE FROM torn WHERE n = 1");
        await using var other = fixture.Engine.OpenSession();
        await other.RunAsync("OPTIMIZE torn");

        var error = await Assert.ThrowsAsync<ServerException>(() => session.RunAsync("COMMIT"));

        Assert.Equal(ErrorCode.Conflict, error.Code);
        Assert.Equal(["1", "2"], await session.RunAsync("FROM torn ORDER BY n"));
    }

    [Fact]
    public async Task An_OPTIMIZE_that_fails_leaves_no_file_and_no_version()
    {
        await using var session = fixture.Engine.OpenSession();
        await session.RunAsync("CREATE TABLE failing AS SELECT 'a' AS s");
        await session.RunAsync("INSERT INTO failing VALUES ('b')");
        var before = DataFiles("failing");

        await Assert.ThrowsAsync<ServerException>(() => session.RunAsync("OPTIMIZE failing ORDER BY CAST(s AS INTEGER)"));

        Assert.Equal(before, DataFiles("failing"));
        Assert.Equal(["2"], await session.RunAsync("SELECT max(version) FROM pm.versions('failing')"));
    }

    [Fact]
    public async Task Other_engines_see_that_OPTIMIZE_changed_no_data()
    {
        await using var session = fixture.Engine.OpenSession();
        await session.RunAsync("CREATE TABLE calm AS SELECT 1 AS n");
        await session.RunAsync("INSERT INTO calm VALUES (2)");
        await session.RunAsync("OPTIMIZE calm");

        var log = await File.ReadAllLinesAsync(Path.Combine(fixture.Warehouse, "main", "calm", "_delta_log", "00000000000000000003.json"));

        Assert.All(log.Where(l => l.StartsWith("{\"add\"", StringComparison.Ordinal) || l.StartsWith("{\"remove\"", StringComparison.Ordinal)), line =>
            Assert.Contains("\"dataChange\":false", line));
        Assert.Equal(3, log.Count(l => l.Contains("\"dataChange\"", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task VACUUM_leaves_what_a_tag_a_transaction_and_the_present_need()
    {
        await using var session = fixture.Engine.OpenSession();
        await session.RunAsync("CREATE TABLE swept AS SELECT 1 AS n");
        await session.RunAsync("CREATE TAG first ON swept");
        await session.RunAsync("UPDATE swept SET n = 2");
        await session.RunAsync("UPDATE swept SET n = 3");
        Assert.Equal(3, DataFiles("swept").Count);

        await session.RunAsync("SET pm.retention_check = 'off'");
        await session.RunAsync("VACUUM swept RETAIN 0 HOURS");

        Assert.Equal(2, DataFiles("swept").Count);
        Assert.Equal(["1|3"], await session.RunAsync("SELECT old.n, now.n FROM swept AS OF TAG 'first' AS old, swept AS now"));
    }

    [Fact]
    public async Task A_version_whose_file_is_gone_is_not_restored_and_the_session_goes_on()
    {
        await using var session = fixture.Engine.OpenSession();
        await session.RunAsync("CREATE TABLE holed AS SELECT 1 AS n");
        var file = Assert.Single(DataFiles("holed"));
        await session.RunAsync("UPDATE holed SET n = 2");
        File.Delete(file);

        var error = await Assert.ThrowsAsync<ServerException>(() => session.RunAsync("RESTORE holed TO VERSION 1"));

        Assert.Contains(Path.GetFileName(file), error.Message);
        Assert.Equal(["2"], await session.RunAsync("FROM holed"));
    }

    [Fact]
    public async Task A_deep_clone_shares_no_file_and_a_shallow_one_owns_none()
    {
        await using var session = fixture.Engine.OpenSession();
        await session.RunAsync("CREATE TABLE \"the source\" AS SELECT 1 AS n");
        await session.RunAsync("CREATE TABLE deep CLONE \"the source\"");
        await session.RunAsync("CREATE TABLE shallow SHALLOW CLONE \"the source\"");

        Assert.Single(DataFiles("deep"));
        Assert.Empty(DataFiles("shallow"));
        Assert.Equal(["1|1"], await session.RunAsync("FROM deep, shallow"));

        await session.RunAsync("DROP TABLE \"the source\"");
        Assert.Equal(["1"], await session.RunAsync("FROM deep"));
    }

    private List<string> DataFiles(string dataset) =>
        [.. Directory.GetFiles(Path.Combine(fixture.Warehouse, "main", dataset), "*.parquet").Order()];

    private async Task<IReadOnlyList<string>> LatestFilesAsync(string dataset)
    {
        var warehouse = new PostModern.Lake.Catalog.Warehouse(fixture.Warehouse);
        return [.. (await (await warehouse.OpenAsync("main", dataset)).LatestAsync()).FileUris];
    }
}
