using PostModern.Arrow.Errors;
using PostModern.Testing;
using PostModern.Tests.Lake.S3;
using PostModern.Tests.Models;

namespace PostModern.Tests.Engine.Objects;

public sealed class ReadingTests(EngineFixture fixture) : IClassFixture<EngineFixture>
{
    [Fact]
    public async Task A_changed_object_is_a_row_error_that_says_so()
    {
        var folder = Folder("changed");
        for (var i = 0; i < 3; i++)
        {
            await File.WriteAllTextAsync(Path.Combine(folder, $"{i}.txt"), "before");
        }

        await using var session = fixture.Engine.OpenSession();
        await session.RunAsync("CREATE TEMP TABLE pinned AS SELECT name, obj FROM files('changed/*.txt')");
        await File.WriteAllTextAsync(Path.Combine(folder, "1.txt"), "after it was listed");

        Assert.Equal(["0.txt|before", "1.txt|NULL", "2.txt|before"], await session.RunAsync("SELECT name, read_text(obj) FROM pinned ORDER BY name"));
        var error = Assert.Single(await session.RunAsync("SELECT message FROM pm.errors WHERE function = 'read_text' AND message LIKE '%1.txt%'"));
        Assert.Contains("has changed since it was listed", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_rows_failing_is_an_error_and_the_session_goes_on()
    {
        await File.WriteAllBytesAsync(Path.Combine(Folder("binary"), "a.txt"), [1, 0, 0, 2, 0, 3, 3]);
        await using var session = fixture.Engine.OpenSession();

        var error = await Assert.ThrowsAsync<ServerException>(() => session.RunAsync("SELECT read_text(obj) FROM files('binary/*')"));
        Assert.Contains("The bytes are not text", error.Message, StringComparison.Ordinal);
        Assert.Equal(["7"], await session.RunAsync("SELECT octet_length(read_bytes(obj)) FROM files('binary/*')"));
    }

    [SlowFact]
    public async Task Values_that_do_not_fit_into_memory_together_are_refused_with_advice()
    {
        var folder = Folder("large");
        for (var i = 0; i < 45; i++)
        {
            await using var file = File.Create(Path.Combine(folder, $"{i}.bin"));
            file.SetLength(60_000_000);
        }

        await using var session = fixture.Engine.OpenSession();
        var error = await Assert.ThrowsAsync<ServerException>(() => session.RunAsync("SELECT sum(octet_length(read_bytes(obj))) FROM files('large/*')"));
        Assert.Equal(ErrorCode.ResourceExhausted, error.Code);
        Assert.Contains("Read less of each object", error.Message, StringComparison.Ordinal);
        Assert.Equal(["45"], await session.RunAsync("SELECT count(*) FROM files('large/*') WHERE content_hash(obj) = content_hash(obj)"));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_header_is_read_without_the_rest()
    {
        var folder = Folder("headers");
        var photo = await File.ReadAllBytesAsync(Samples.Photo("zebra.jpg"));
        await using (var file = File.Create(Path.Combine(folder, "long.jpg")))
        {
            await file.WriteAsync(photo.AsMemory(0, photo.Length / 2));
            file.SetLength(5L << 30);
        }

        await using var session = fixture.Engine.OpenSession();
        Assert.Equal(["True|jpeg"], await session.RunAsync("SELECT is_image(obj), image_info(obj).format FROM files('headers/*')"));
        File.Delete(Path.Combine(folder, "long.jpg"));
    }

    [S3Fact]
    public async Task Versions_of_a_bucket_keep_their_bytes_and_a_plain_object_that_changed_is_a_row_error()
    {
        var (store, bucket) = await S3Server.NewBucketAsync(isVersioned: true);
        var (plain, plainBucket) = await S3Server.NewBucketAsync();
        using (store)
        using (plain)
        {
            await using var engine = await PostModern.Engine.QueryEngine.OpenAsync(
                new() { Warehouse = Path.Combine(fixture.Files, "w-versions"), S3Endpoint = await S3Server.EndpointAsync() }, CancellationToken.None);
            await using var session = engine.OpenSession();
            await store.PutAsync($"s3://{bucket}/a.txt", "old bytes"u8.ToArray());
            await plain.PutAsync($"s3://{plainBucket}/a.txt", "old bytes"u8.ToArray());
            await plain.PutAsync($"s3://{plainBucket}/b.txt", "other bytes"u8.ToArray());
            await session.RunAsync($"CREATE TEMP TABLE versioned AS SELECT obj FROM s3('{bucket}/**', versions => true)");
            await session.RunAsync($"CREATE TEMP TABLE pinned AS SELECT obj FROM s3('{plainBucket}/**')");
            await store.PutAsync($"s3://{bucket}/a.txt", "new bytes"u8.ToArray());
            await plain.PutAsync($"s3://{plainBucket}/a.txt", "new bytes"u8.ToArray());

            Assert.Equal(["old bytes|bytes|"], await session.RunAsync("SELECT read_text(obj), decode(read_bytes(obj, 4, 100)), decode(read_bytes(obj, 100, 5)) FROM versioned"));
            Assert.Equal(["NULL", "other bytes"], await session.RunAsync("SELECT read_text(obj) FROM pinned ORDER BY obj.uri"));
            Assert.Contains("has changed since it was listed", Assert.Single(await session.RunAsync("SELECT message FROM pm.errors")), StringComparison.Ordinal);
        }
    }

    private string Folder(string name) => Directory.CreateDirectory(Path.Combine(fixture.Files, name)).FullName;
}
