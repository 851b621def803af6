using PostModern.Engine.Sessions;
using PostModern.Testing;

namespace PostModern.Tests.Engine.Lineage;

public sealed class RefreshTests : IAsyncLifetime
{
    private static readonly string[] s_photos = [.. Directory.GetFiles(Repository.Path("samples/media/photos"), "*.jpg").Order(StringComparer.Ordinal)];

    private readonly EngineFixture _fixture = new();

    public Task InitializeAsync() => _fixture.InitializeAsync();

    public Task DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task Models_are_called_only_for_new_and_changed_objects_even_when_nothing_is_cached()
    {
        Add(0, 1, 2);
        await using (var session = _fixture.Engine.OpenSession())
        {
            Assert.Equal(3, (await CallsAsync(session, "CREATE TABLE photos AS SELECT name, detect(obj) AS seen FROM files('*.jpg')")).ModelCalls);
        }

        await using var engine = await OpenWithoutCacheAsync();
        await using var other = engine.OpenSession();
        Assert.Equal(0, (await CallsAsync(other, "REFRESH photos")).ModelCalls);
        Add(3);
        File.SetLastWriteTimeUtc(PathOf(0), DateTime.UtcNow.AddMinutes(1));
        File.Delete(PathOf(1));
        var refreshed = await CallsAsync(other, "REFRESH photos");
        Assert.Equal(2, refreshed.ModelCalls);
        Assert.Contains("incremental refresh (each row comes from one object): 1 added, 1 changed, 1 removed.", refreshed.Warnings[0]);
        Assert.Equal(
            [.. new[] { 0, 2, 3 }.Select(i => Path.GetFileName(s_photos[i])).Order(StringComparer.Ordinal)],
            await other.RunAsync("SELECT name FROM photos ORDER BY name"));
    }

    [Fact]
    public async Task Objects_that_a_condition_on_a_model_left_out_are_not_asked_about_again()
    {
        Add(0, 1, 2);
        await using (var session = _fixture.Engine.OpenSession())
        {
            await session.RunAsync("CREATE TABLE none AS SELECT name FROM files('*.jpg') WHERE caption(obj) = 'no such caption'");
        }

        await using var engine = await OpenWithoutCacheAsync();
        await using var other = engine.OpenSession();
        Add(3);
        Assert.Equal(1, (await CallsAsync(other, "REFRESH none")).ModelCalls);
    }

    [Fact]
    public async Task Files_without_a_changed_row_are_not_rewritten()
    {
        await WriteAsync("a", "b");
        await using var session = _fixture.Engine.OpenSession();
        await session.RunAsync("CREATE TABLE kept AS SELECT name, size FROM files('*.txt')");
        var first = DataFiles("kept").Single();
        await WriteAsync("c");
        await session.RunAsync("REFRESH kept");
        Assert.Equal(2, DataFiles("kept").Count);
        File.Delete(Path.Combine(_fixture.Files, "c.txt"));
        await session.RunAsync("REFRESH kept");
        Assert.Equal([first], await session.RunAsync("SELECT DISTINCT parse_filename(filename) FROM read_parquet($1, filename = true)".Replace("$1", Listed("kept", first), StringComparison.Ordinal)));
        Assert.Equal(["a.txt|1", "b.txt|1"], await session.RunAsync("FROM kept ORDER BY name"));
    }

    [Fact]
    public async Task Rows_that_failed_are_tried_again_on_demand()
    {
        Add(0, 1);
        var broken = Path.Combine(_fixture.Files, "broken.jpg");
        await File.WriteAllTextAsync(broken, "no picture");
        await using var session = _fixture.Engine.OpenSession();
        await session.RunAsync("CREATE TABLE seen AS SELECT name, caption(obj) AS caption FROM files('*.jpg')");
        Assert.Equal(["1"], await session.RunAsync("SELECT count(*) FROM seen WHERE caption IS NULL"));
        Assert.Empty((await CallsAsync(session, "REFRESH seen")).Warnings.Skip(1));
        await session.RunAsync("REFRESH seen ERRORS ONLY");
        Assert.Equal(["1"], await session.RunAsync("SELECT count(*) FROM pm.versions('seen')"));

        File.Copy(s_photos[2], broken, overwrite: true);
        await session.RunAsync("REFRESH seen ERRORS ONLY");
        Assert.Equal(["0"], await session.RunAsync("SELECT count(*) FROM seen WHERE caption IS NULL"));
        Assert.Equal(["3"], await session.RunAsync("SELECT count(*) FROM seen"));
        Assert.Equal(["2"], await session.RunAsync("SELECT count(*) FROM pm.versions('seen')"));
    }

    [Fact]
    public async Task A_new_object_that_no_model_can_read_does_not_fail_the_refresh()
    {
        Add(0);
        await using var session = _fixture.Engine.OpenSession();
        await session.RunAsync("CREATE TABLE mixed AS SELECT name, caption(obj) AS caption FROM files('*.jpg')");
        await File.WriteAllTextAsync(Path.Combine(_fixture.Files, "broken.jpg"), "no picture");
        Assert.Equal(1, (await CallsAsync(session, "REFRESH mixed")).RowErrors);
        Assert.Equal(["broken.jpg"], await session.RunAsync("SELECT name FROM mixed WHERE caption IS NULL"));
    }

    [Fact]
    public async Task The_folder_with_the_notes_holds_nothing_but_notes()
    {
        await WriteAsync("a");
        await using var session = _fixture.Engine.OpenSession();
        await session.RunAsync("CREATE TABLE tidy AS SELECT name FROM files('*.txt')");
        Assert.All(Directory.GetFiles(Path.Combine(_fixture.Warehouse, "main", "tidy", "_pm")), f => Assert.StartsWith("sources-", Path.GetFileName(f)));
        Assert.Equal(["0"], await session.RunAsync("SELECT count(*) FROM duckdb_tables() WHERE table_name LIKE 'pm~_%' ESCAPE '~'"));
    }

    [Fact]
    public async Task A_statement_that_is_stopped_leaves_no_version_and_its_next_run_costs_only_the_rest()
    {
        Add([.. Enumerable.Range(0, s_photos.Length)]);
        const string Sql = "CREATE TABLE slow AS SELECT name, caption(obj) AS caption FROM files('*.jpg')";
        await using var session = _fixture.Engine.OpenSession();
        await session.RunAsync("SELECT caption(obj) FROM files('*.jpg') LIMIT 1");
        using var stop = new CancellationTokenSource();
        await using (var statement = await session.PrepareAsync(Sql, default))
        {
            var run = statement.ExecuteAsync(null, stop.Token);
            await Task.Delay(300);
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        }

        Assert.Equal(["0"], await session.RunAsync("SELECT count(*) FROM pm.datasets WHERE name = 'slow'"));
        Assert.Empty(Directory.GetDirectories(Path.Combine(_fixture.Warehouse, "main"), ".creating-*"));
        var again = await CallsAsync(session, Sql);
        Assert.Equal(s_photos.Length, again.ModelCalls + again.CacheHits);
        Assert.InRange(again.CacheHits, 1, s_photos.Length);
    }

    private string PathOf(int photo) => Path.Combine(_fixture.Files, Path.GetFileName(s_photos[photo]));

    private void Add(params ReadOnlySpan<int> photos)
    {
        foreach (var photo in photos)
        {
            File.Copy(s_photos[photo], PathOf(photo));
        }
    }

    private async Task WriteAsync(params string[] names)
    {
        foreach (var name in names)
        {
            await File.WriteAllTextAsync(Path.Combine(_fixture.Files, name + ".txt"), name);
        }
    }

    private List<string> DataFiles(string dataset) =>
        [.. Directory.GetFiles(Path.Combine(_fixture.Warehouse, "main", dataset), "*.parquet").Select(f => Path.GetFileName(f)!)];

    private string Listed(string dataset, string file) => $"'{Path.Combine(_fixture.Warehouse, "main", dataset, file)}'";

    private Task<PostModern.Engine.QueryEngine> OpenWithoutCacheAsync() => PostModern.Engine.QueryEngine.OpenAsync(
        new PostModern.Engine.EngineOptions
        {
            Warehouse = _fixture.Warehouse,
            FilesRoot = _fixture.Files,
            CacheFolder = Directory.CreateDirectory(Path.Combine(_fixture.Warehouse, ".other-cache")).FullName,
        },
        CancellationToken.None);

    private static async Task<StatementStatistics> CallsAsync(Session session, string sql)
    {
        await using var statement = await session.PrepareAsync(sql, default);
        await using var result = await statement.ExecuteAsync(null, default);
        return result.Statistics;
    }
}
