using PostModern.Arrow.Errors;
using PostModern.Engine;
using PostModern.Tests.Lake.Http;

namespace PostModern.Tests.Engine;

public sealed class LinkTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("postmodern-links-");
    private RudeServer _shop = null!;
    private QueryEngine _engine = null!;

    public async Task InitializeAsync()
    {
        _shop = OpenShop();
        _engine = await QueryEngine.OpenAsync(
            new EngineOptions { Warehouse = _folder.FullName, AllowPrivateAddresses = true, HttpTimeout = TimeSpan.FromSeconds(20) }, CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        await _engine.DisposeAsync();
        await _shop.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_column_of_links_is_checked_row_by_row_and_the_broken_ones_say_what_is_wrong()
    {
        await using var session = _engine.OpenSession();
        await session.RunAsync($"""
            CREATE TABLE products AS SELECT * FROM (VALUES (1, '{_shop.Url}/photo.jpg'), (2, '{_shop.Url}/gone.jpg'), (3, '{_shop.Url}/moved.jpg'),
              (4, '{_shop.Url}/page.jpg'), (5, 'none'), (6, NULL)) AS t(id, photo_url)
            """);
        var rows = await session.RunAsync("""
            SELECT p.id, h.status, h.content_type, h.redirected_to IS NOT NULL, h.error IS NULL, h.obj IS NULL
            FROM products p, http(p.photo_url) h ORDER BY p.id
            """);
        Assert.Equal(
            ["1|200|image/jpeg|False|True|False", "2|404|NULL|False|False|True", "3|200|image/jpeg|True|True|False", "4|200|text/html|False|True|False", "5|NULL|NULL|False|False|True"],
            rows);
        Assert.Equal(["3"], await session.RunAsync("SELECT count(try_to_object(photo_url)) FROM products"));
    }

    [Fact]
    public async Task Links_come_back_in_their_order_and_equal_ones_are_asked_for_once()
    {
        await using var session = _engine.OpenSession();
        string[] names = ["c", "a", "b", "a", "c"];
        var urls = string.Join(", ", names.Select(n => $"'{_shop.Url}/{n}.jpg'"));
        Assert.Equal(names.Select(n => n + ".jpg"), await session.RunAsync($"SELECT name FROM http([{urls}])"));
        Assert.Equal(3, _shop.Requests.Count(r => r.Method == "GET"));
    }

    [Fact]
    public async Task A_hash_is_read_only_where_it_is_asked_for()
    {
        await using var session = _engine.OpenSession();
        Assert.Equal(["NULL"], await session.RunAsync($"SELECT hash FROM http('{_shop.Url}/photo.jpg')"));
        Assert.All(_shop.Requests.Where(r => r.Method == "GET"), r => Assert.Equal((0, 511), r.Range));
        var hashes = await session.RunAsync($"SELECT hash FROM http('{_shop.Url}/photo.jpg', hash => true)");
        Assert.Equal([Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Links.Jpeg))], hashes);
    }

    [Fact]
    public async Task Objects_behind_links_are_raised_for_or_tried()
    {
        await using var session = _engine.OpenSession();
        Assert.Equal(["v1|3004|image/jpeg"], await session.RunAsync($"SELECT o.etag, o.size, o.content_type FROM (SELECT to_object('{_shop.Url}/photo.jpg') AS o)"));
        var error = await Assert.ThrowsAsync<ServerException>(() => session.RunAsync($"SELECT to_object('{_shop.Url}/gone.jpg')"));
        Assert.Equal(ErrorCode.NotFound, error.Code);
        Assert.Equal(["True"], await session.RunAsync($"SELECT try_to_object('{_shop.Url}/gone.jpg') IS NULL"));
    }

    [Fact]
    public async Task What_a_dataset_made_of_links_has_read_is_in_its_lineage()
    {
        await using var session = _engine.OpenSession();
        await session.RunAsync($"CREATE TABLE checked AS SELECT path, status FROM http('{_shop.Url}/photo.jpg')");
        Assert.Contains(await session.RunAsync("SELECT name FROM pm.lineage('checked')"), row => row.Contains("/photo.jpg", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_statement_over_a_host_that_hangs_stops_when_it_is_cancelled()
    {
        await using var hanging = new RudeServer(_ => RudeAnswer.Of("") with { Delay = TimeSpan.FromMinutes(1) });
        await using var session = _engine.OpenSession();
        using var cancellation = new CancellationTokenSource(200);
        await Assert.ThrowsAnyAsync<Exception>(() => session.RunAsync($"SELECT * FROM http('{hanging.Url}')", cancellation: cancellation.Token));
        Assert.Equal(["1"], await session.RunAsync("SELECT 1"));
    }

    private static RudeServer OpenShop() => new(request => request.Path switch
    {
        "/gone.jpg" => RudeAnswer.Only(404),
        "/moved.jpg" => RudeAnswer.Redirect("/photo.jpg"),
        "/page.jpg" => RudeAnswer.Of("<html><title>Sorry</title>", "Content-Type: image/jpeg"),
        _ => RudeAnswer.Of(Links.Jpeg, "ETag: \"v1\""),
    });
}
