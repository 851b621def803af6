using System.Text;
using PostModern.Arrow.Errors;
using PostModern.Engine;
using PostModern.Engine.Sessions;
using PostModern.Lake.Copies;
using PostModern.Tests.Lake.Http;

namespace PostModern.Tests.Engine;

/// <summary>DuckDB's own functions over links.</summary>
public sealed class LinkFileTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("postmodern-links-");
    private RudeServer _server = null!;
    private byte[] _wide = [];
    private string _csv = "n,s\n1,x\n";
    private QueryEngine _engine = null!;
    private Session _session = null!;

    public async Task InitializeAsync()
    {
        _server = Serve(Answer);
        _engine = await QueryEngine.OpenAsync(
            new EngineOptions { Warehouse = Path.Combine(_folder.FullName, "w"), CacheFolder = Path.Combine(_folder.FullName, "cache"), AllowPrivateAddresses = true, Threads = 2 },
            CancellationToken.None);
        _session = _engine.OpenSession();
        var file = Path.Combine(_folder.FullName, "made.parquet");
        await _session.RunAsync($"COPY (SELECT i AS n, md5(i::VARCHAR) AS hash, md5((i + 1)::VARCHAR) AS other FROM range(40000) _(i)) TO '{file}'");
        _wide = await File.ReadAllBytesAsync(file);
    }

    public async Task DisposeAsync()
    {
        await _session.DisposeAsync();
        await _engine.DisposeAsync();
        await _server.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Tables_behind_links_are_read_and_of_parquet_only_what_is_needed()
    {
        Assert.Equal(["1|x|2024"], await RunAsync("FROM read_csv('{0}/year=2024/a.csv?key=1')"));
        Assert.Equal(["x|2024"], await RunAsync("SELECT s, year FROM read_csv('{0}/year=2024/a.csv', hive_partitioning = true)"));
        Assert.Equal([$"{_server.Url}/year=2024/a.csv"], await RunAsync("SELECT filename FROM read_csv('{0}/year=2024/a.csv', filename = true)"));
        Assert.Equal(["799980000"], await RunAsync("SELECT CAST(sum(n) AS BIGINT) FROM '{0}/wide.parquet'"));
        Assert.InRange(Copied("wide.parquet"), 1, _wide.Length / 3);
        Assert.Equal(["40000"], await RunAsync("SELECT count(DISTINCT hash) FROM read_parquet('{0}/wide.parquet')"));
        await RunAsync("CREATE TABLE made AS SELECT * FROM '{0}/wide.parquet' WHERE n < 5");
        Assert.Equal(["5"], await RunAsync("SELECT count(*) FROM made"));
    }

    [Fact]
    public async Task A_server_without_ranges_sends_everything_and_the_answer_is_the_same()
    {
        Assert.Equal(["799980000"], await RunAsync("SELECT CAST(sum(n) AS BIGINT) FROM '{0}/norange.parquet'"));
        Assert.Equal(["40000"], await RunAsync("SELECT count(DISTINCT other) FROM '{0}/norange.parquet'"));
    }

    [Fact]
    public async Task A_link_that_is_missing_is_an_error_and_one_that_changed_is_read_anew()
    {
        Assert.Equal(ErrorCode.NotFound, (await Assert.ThrowsAsync<ServerException>(() => RunAsync("FROM read_csv('{0}/no.csv')"))).Code);
        Assert.Equal(["1|x|2024"], await RunAsync("FROM '{0}/year=2024/a.csv'"));
        _csv = "n,s\n2,y\n";
        Assert.Equal(["2|y|2024"], await RunAsync("FROM '{0}/year=2024/a.csv'"));
    }


    private static RudeServer Serve(Func<RudeRequest, RudeAnswer> answer) => new(answer);

    private RudeAnswer Answer(RudeRequest request) => request.Path.Split('?')[0] switch
    {
        "/year=2024/a.csv" => RudeAnswer.Of(Encoding.UTF8.GetBytes(_csv), $"ETag: \"{_csv.Length}{_csv[4]}\""),
        "/wide.parquet" => RudeAnswer.Of(_wide, "ETag: \"w\""),
        "/norange.parquet" => RudeAnswer.Of(_wide, "ETag: \"w\"") with { HasRanges = false },
        _ => RudeAnswer.Only(404),
    };

    private long Copied(string name) =>
        PresentRanges.Count(new DirectoryInfo(Path.Combine(_folder.FullName, "cache")).GetFiles(name, SearchOption.AllDirectories).Single());

    private Task<IReadOnlyList<string>> RunAsync(string sql) => _session.RunAsync(sql.Replace("{0}", _server.Url, StringComparison.Ordinal));
}
