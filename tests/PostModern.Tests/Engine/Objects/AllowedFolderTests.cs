using PostModern.Arrow.Errors;
using PostModern.Engine;

namespace PostModern.Tests.Engine.Objects;

/// <summary>A server whose statements may open files in one folder only: nothing leads out of it, and datasets work as ever.</summary>
public sealed class AllowedFolderTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("postmodern-allowed-");
    private QueryEngine _engine = null!;

    private string Open => Path.Combine(_folder.FullName, "open");

    private string Secret => Path.Combine(_folder.FullName, "secret");

    public async Task InitializeAsync()
    {
        Directory.CreateDirectory(Path.Combine(Open, "in"));
        Directory.CreateDirectory(Secret);
        await File.WriteAllTextAsync(Path.Combine(Open, "in", "mine.txt"), "a\n1\n");
        await File.WriteAllTextAsync(Path.Combine(Secret, "theirs.txt"), "a\n2\n");
        File.CreateSymbolicLink(Path.Combine(Open, "in", "out.txt"), Path.Combine(Secret, "theirs.txt"));
        File.CreateSymbolicLink(Path.Combine(Open, "in", "out"), Secret);
        File.CreateSymbolicLink(Path.Combine(Open, "in", "inside.txt"), "mine.txt");
        _engine = await QueryEngine.OpenAsync(
            new EngineOptions { Warehouse = Path.Combine(_folder.FullName, "warehouse"), FilesRoot = Open, FilesAllow = [Open], Threads = 2 }, CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        await _engine.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_listing_stays_inside_and_tells_of_links_that_lead_out()
    {
        await using var session = _engine.OpenSession();
        Assert.Equal(
            ["in/inside.txt|NULL", "in/mine.txt|NULL", "in/out|This link leads outside of the folders that the server opens (--allow-folder).", "in/out.txt|This link leads outside of the folders that the server opens (--allow-folder)."],
            await session.RunAsync("SELECT path, error FROM files('**') ORDER BY path"));
    }

    [Theory]
    [InlineData("FROM files('{secret}/*')")]
    [InlineData("FROM files('{secret}')")]
    [InlineData("FROM files('{secret}/theirs.txt')")]
    [InlineData("FROM files('../secret/*')")]
    [InlineData("FROM files('in/out/*')")]
    [InlineData("FROM files('in/out.txt')")]
    [InlineData("FROM files('/**/theirs.txt')")]
    [InlineData("SELECT read_text({'uri': 'file://{secret}/theirs.txt', 'version': NULL, 'etag': NULL, 'size': NULL, 'content_type': NULL, 'modified': NULL}::OBJECT)")]
    [InlineData("SELECT content_hash({'uri': 'in/out/theirs.txt', 'version': NULL, 'etag': NULL, 'size': NULL, 'content_type': NULL, 'modified': NULL}::OBJECT)")]
    [InlineData("SELECT read_bytes({'uri': 'in/out.txt', 'version': NULL, 'etag': NULL, 'size': NULL, 'content_type': NULL, 'modified': NULL}::OBJECT)")]
    [InlineData("FROM read_csv('{secret}/theirs.txt')")]
    [InlineData("FROM read_text('{open}/../secret/theirs.txt')")]
    [InlineData("FROM '{secret}/theirs.txt'")]
    [InlineData("COPY (SELECT 1) TO '{secret}/new.csv'")]
    [InlineData("ATTACH '{secret}/new.db'")]
    [InlineData("SET enable_external_access = true")]
    [InlineData("SET allowed_directories = ['/']")]
    public async Task What_is_outside_is_refused(string sql)
    {
        await using var session = _engine.OpenSession();
        await Assert.ThrowsAsync<ServerException>(() => session.RunAsync(Fill(sql)));
        Assert.Equal(["theirs.txt"], Directory.GetFiles(Secret).Select(f => Path.GetFileName(f)!));
        Assert.Equal(["1"], await session.RunAsync("SELECT 1"));
    }

    [Fact]
    public async Task Parents_behind_a_wildcard_lead_nowhere()
    {
        await using var session = _engine.OpenSession();
        Assert.Empty(await session.RunAsync("SELECT path FROM files('*/../../secret/theirs.txt') WHERE obj IS NOT NULL"));
    }

    [Fact]
    public async Task What_is_inside_is_read_and_written_and_datasets_work()
    {
        await using var session = _engine.OpenSession();
        Assert.Equal(["a\n1\n", "a\n1\n"], await session.RunAsync("SELECT read_text(obj) FROM files('in/*.txt') WHERE error IS NULL ORDER BY path"));
        Assert.Equal(["1"], await session.RunAsync(Fill("FROM read_csv('{open}/in/mine.txt')")));
        await session.RunAsync(Fill("COPY (SELECT 5 AS a) TO '{open}/new.csv'"));
        await session.RunAsync("CREATE TABLE numbers (a BIGINT)");
        await session.RunAsync(Fill("COPY numbers FROM '{open}/new.csv'"));
        for (var i = 0; i < 12; i++)
        {
            await session.RunAsync($"INSERT INTO numbers VALUES ({i}), ({-i})");
        }

        await session.RunAsync("DELETE FROM numbers WHERE a < 0");
        Assert.Equal(["14|71"], await session.RunAsync("SELECT count(*), sum(a) FROM numbers"));
        Assert.Equal(["1|5"], await session.RunAsync("SELECT count(*), sum(a) FROM numbers AS OF VERSION 2"));
    }

    [Fact]
    public async Task A_folder_that_does_not_exist_cannot_be_allowed()
    {
        var options = new EngineOptions { Warehouse = Path.Combine(_folder.FullName, "other"), FilesAllow = [Path.Combine(_folder.FullName, "nowhere")] };
        var error = await Assert.ThrowsAsync<ServerException>(() => QueryEngine.OpenAsync(options, CancellationToken.None));
        Assert.Contains("There is no folder", error.Message, StringComparison.Ordinal);
    }

    private string Fill(string sql) => sql.Replace("{secret}", Secret, StringComparison.Ordinal).Replace("{open}", Open, StringComparison.Ordinal);
}
