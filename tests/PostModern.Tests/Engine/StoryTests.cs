using System.Globalization;
using PostModern.Engine;
using PostModern.Testing;
using PostModern.Tests.Lake.Http;
using PostModern.Tests.Models.Media;

namespace PostModern.Tests.Engine;

/// <summary>The two stories of docs/stories.md, from files and links as they come to versions that can be asked again.</summary>
public sealed class StoryTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("postmodern-stories-");
    private readonly byte[][] _photos = [.. new[] { "zebra", "panda", "biplane" }.Select(name => File.ReadAllBytes(Repository.Path("samples", "media", "photos", name + ".jpg")))];
    private RudeServer _vendors = null!;
    private QueryEngine _engine = null!;
    private volatile bool _isRepaired;

    public async Task InitializeAsync()
    {
        _vendors = OpenVendors();
        _engine = await QueryEngine.OpenAsync(
            new EngineOptions
            {
                Warehouse = Path.Combine(_folder.FullName, "warehouse"),
                FilesRoot = _folder.FullName,
                AllowPrivateAddresses = true,
                HttpTimeout = TimeSpan.FromSeconds(20),
            },
            CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        await _engine.DisposeAsync();
        await _vendors.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_marketplace_makes_a_catalogue_of_its_vendors_links_broken_ones_included()
    {
        await File.WriteAllLinesAsync(
            Path.Combine(_folder.FullName, "products.csv"),
            ["id,vendor,photo_url", .. Enumerable.Range(0, 400).Select(i => $"{i},{(i % 4 == 0 ? "Acme" : "Globex")},{LinkOf(i)}")]);
        await using var session = _engine.OpenSession();
        await session.RunAsync($"CREATE TABLE products AS SELECT * FROM read_csv('{_folder.FullName}/products.csv')");

        await session.RunAsync("""
            CREATE TABLE photos AS
            SELECT p.id, p.vendor, h.path AS url, h.status, h.content_type, h.redirected_to, h.hash, h.error, h.obj
            FROM products AS p, http(p.photo_url, hash => true) AS h
            """);

        // Half of the links are good, an eighth each is moved, gone, no picture in truth, or written wrongly.
        Assert.Equal(
            ["200|image/jpeg|250", "200|text/html|50", "404|NULL|50", "NULL|NULL|50"],
            await session.RunAsync("SELECT status, content_type, count(*) FROM photos GROUP BY ALL ORDER BY ALL"));
        Assert.Equal(["50"], await session.RunAsync("SELECT count(*) FROM photos WHERE redirected_to IS NOT NULL"));
        Assert.Equal(["3"], await session.RunAsync("SELECT count(DISTINCT hash) FROM photos WHERE content_type LIKE 'image/%'"));

        await session.RunAsync("""
            CREATE TABLE catalog AS
            SELECT id, vendor, image_info(obj).width AS width, caption(obj) AS caption
            FROM photos WHERE error IS NULL AND is_image(obj)
            """);
        Assert.Equal(["250"], await session.RunAsync("SELECT count(caption) FROM catalog WHERE width > 0"));
        Assert.True(long.Parse((await session.RunAsync("SELECT count(*) FROM catalog WHERE caption LIKE '%zebra%'"))[0], CultureInfo.InvariantCulture) > 50);

        _isRepaired = true;
        await session.RunAsync("INSERT INTO photos SELECT p.id, p.vendor, h.path, h.status, h.content_type, h.redirected_to, h.hash, h.error, h.obj FROM photos AS p, http(p.url, hash => true) AS h WHERE p.status = 404");
        Assert.Equal(["400|450"], await session.RunAsync("SELECT (SELECT count(*) FROM photos AS OF VERSION 1), (SELECT count(*) FROM photos)"));
        Assert.Equal(["50"], await session.RunAsync("SELECT count(*) FROM photos WHERE status = 200 AND id IN (SELECT id FROM photos AS OF VERSION 1 WHERE status = 404)"));
    }

    [MediaFact("ffmpeg", "ffprobe")]
    public async Task Sales_calls_lie_beside_the_books()
    {
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "calls"));
        TestMedia.Sound(Path.Combine(_folder.FullName, "calls", "northwind-01.wav"), 20, 3, 30, 5, 40, 3, 25);
        TestMedia.Sound(Path.Combine(_folder.FullName, "calls", "contoso-01.wav"), 12, 30, 8);
        await File.WriteAllBytesAsync(
            Path.Combine(_folder.FullName, "calls", "tailspin-01.wav"),
            TestSpeech.Wave([.. TestSpeech.Samples16, .. TestSpeech.Silence(10), .. TestSpeech.Samples16[..(5 * TestSpeech.Rate)]]));
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "calls", "fabrikam-01.wav"), "the recorder was out of disk");
        await using var session = _engine.OpenSession();
        await session.RunAsync("CREATE TABLE books AS SELECT * FROM (VALUES ('northwind', 12000.00), ('contoso', 800.00), ('fabrikam', 5000.00), ('tailspin', 90.00)) AS t(customer, revenue)");

        await session.RunAsync("""
            CREATE TABLE moments AS
            SELECT split_part(c.name, '-', 1) AS customer, c.name AS call, m.index, m.start, m."end", m.obj, m.error
            FROM files('calls/*.wav') AS c, audio_chunks(c.obj, length => 30, split => 'silence') AS m
            """);

        var talk = await session.RunAsync("""
            SELECT b.customer, b.revenue, CAST(round(sum(m."end" - m.start)) AS INTEGER) AS seconds, max(m."end" - m.start) <= 30 AS fits, count(m.error) AS unreadable
            FROM books AS b JOIN moments AS m USING (customer) GROUP BY ALL ORDER BY b.customer
            """);
        Assert.Equal(["contoso|800.00", "fabrikam|5000.00", "northwind|12000.00", "tailspin|90.00"], talk.Select(row => string.Join('|', row.Split('|')[..2])));
        Assert.Equal(["NULL|NULL|1"], talk.Skip(1).Take(1).Select(row => string.Join('|', row.Split('|')[2..])));
        Assert.InRange(Seconds(talk[0]), 19, 26);
        Assert.InRange(Seconds(talk[2]), 113, 126);
        Assert.InRange(Seconds(talk[3]), 15, 18);
        Assert.All([talk[0], talk[2], talk[3]], row => Assert.EndsWith("True|0", row, StringComparison.Ordinal));

        // Each moment is an object of its own, which can be heard again.
        Assert.Equal(["true"], (await session.RunAsync("SELECT bool_and(is_audio(obj) AND octet_length(read_bytes(obj)) > 44) FROM moments WHERE error IS NULL")).Select(v => v.ToLowerInvariant()));
    }

    [MediaFact("ffmpeg", "ffprobe")]
    public async Task What_was_said_in_sales_calls_is_searched_and_judged()
    {
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "calls"));
        TestMedia.Sound(Path.Combine(_folder.FullName, "calls", "contoso-01.wav"), 12, 30, 8);
        await File.WriteAllBytesAsync(
            Path.Combine(_folder.FullName, "calls", "tailspin-01.wav"),
            TestSpeech.Wave([.. TestSpeech.Samples16, .. TestSpeech.Silence(10), .. TestSpeech.Samples16]));
        await using var session = _engine.OpenSession();
        await session.RunAsync("""
            CREATE TABLE said AS
            SELECT c.name AS call, m.start, transcribe(m.obj) AS words
            FROM files('calls/*.wav') AS c, audio_chunks(c.obj, length => 30, split => 'silence') AS m
            """);

        Assert.Equal(["contoso-01.wav|2|0", "tailspin-01.wav|2|2"], await session.RunAsync("SELECT call, count(*), count(*) FILTER (words <> '') FROM said GROUP BY call ORDER BY call"));
        Assert.Equal(
            ["tailspin-01.wav|0|politics", "tailspin-01.wav|21|politics"],
            await session.RunAsync("SELECT call, CAST(round(start) AS INTEGER), classify(words, ['politics', 'cooking', 'sports']) FROM said WHERE words ILIKE '%your country%' ORDER BY start"));
    }

    private RudeServer OpenVendors() => new(Answer);

    private static int Seconds(string row) => int.Parse(row.Split('|')[2], CultureInfo.InvariantCulture);

    private string LinkOf(int product) => (product % 8) switch
    {
        4 => $"{_vendors.Url}/old/{product}.jpg",
        5 => $"{_vendors.Url}/gone/{product}.jpg",
        6 => $"{_vendors.Url}/sorry/{product}.jpg",
        7 => $"htp:/{product}.jpg",
        _ => $"{_vendors.Url}/photos/{product}.jpg",
    };

    private RudeAnswer Answer(RudeRequest request) => request.Path.Split('/')[1] switch
    {
        "old" => RudeAnswer.Redirect(request.Path.Replace("/old/", "/photos/", StringComparison.Ordinal)),
        "gone" when !_isRepaired => RudeAnswer.Only(404),
        "sorry" => RudeAnswer.Of("<html><body>Our shop has moved.</body></html>", "Content-Type: image/jpeg"),
        _ => RudeAnswer.Of(_photos[request.Path.Length % _photos.Length], "ETag: \"1\""),
    };
}
