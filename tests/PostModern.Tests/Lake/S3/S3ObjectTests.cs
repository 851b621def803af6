using PostModern.Arrow.Errors;
using PostModern.Lake.Objects;

namespace PostModern.Tests.Lake.S3;

public sealed class S3ObjectTests(S3Fixture bucket) : IClassFixture<S3Fixture>
{
    [S3Fact]
    public async Task A_missing_object_is_null_to_ask_for_and_an_error_to_open()
    {
        Assert.Null(await bucket.Store.TryGetAsync(bucket.At("missing.txt")));
        var error = await Assert.ThrowsAsync<ServerException>(() => bucket.ReadAsync(new ObjectRef(bucket.At("missing.txt"))));
        Assert.Equal(ErrorCode.NotFound, error.Code);
        Assert.Equal(ErrorCode.NotFound, (await Assert.ThrowsAsync<ServerException>(() => bucket.Store.SealAsync(bucket.At("missing.txt")))).Code);
        await bucket.Store.DeleteAsync(bucket.At("missing.txt"));
    }

    [S3Fact]
    public async Task A_changed_object_is_a_conflict_and_never_other_bytes()
    {
        var obj = await bucket.Store.TryGetAsync(await bucket.PutAsync("changes.txt", "before"));
        Assert.Equal("before", await bucket.ReadAsync(obj!));
        await bucket.PutAsync("changes.txt", "after!");

        var error = await Assert.ThrowsAsync<ServerException>(() => bucket.ReadAsync(obj!));
        Assert.Equal(ErrorCode.Conflict, error.Code);
        Assert.Contains("has changed since it was listed", error.Message, StringComparison.Ordinal);

        await bucket.Store.DeleteAsync(obj!.Uri);
        Assert.Equal(ErrorCode.NotFound, (await Assert.ThrowsAsync<ServerException>(() => bucket.ReadAsync(obj))).Code);
    }

    [S3Fact]
    public async Task In_a_versioned_bucket_the_pinned_bytes_stay_readable()
    {
        var (store, name) = await S3Server.NewBucketAsync(isVersioned: true);
        using (store)
        {
            await store.PutAsync($"s3://{name}/a.txt", "before"u8.ToArray());
            var obj = await store.TryGetAsync($"s3://{name}/a.txt");
            Assert.NotNull(obj!.Version);
            await store.PutAsync(obj.Uri, "after!"u8.ToArray());
            await store.DeleteAsync(obj.Uri);

            Assert.Equal("before"u8.ToArray(), await store.ReadAsync(obj));
        }
    }

    [S3Fact]
    public async Task A_window_is_read_wherever_it_lies()
    {
        var content = new byte[1_000_000];
        new Random(1).NextBytes(content);
        await bucket.Store.PutAsync(bucket.At("window.bin"), content);
        var obj = (await bucket.Store.TryGetAsync(bucket.At("window.bin")))!;

        Assert.Equal(content[900_000..900_100], await bucket.Store.ReadAsync(obj, 900_000, 100));
        Assert.Equal(content[999_990..], await bucket.Store.ReadAsync(obj, 999_990, 100));
        Assert.Empty(await bucket.Store.ReadAsync(obj, 2_000_000, 100));
        await using var stream = await bucket.Store.OpenReadAsync(obj);
        var buffer = new byte[10];
        foreach (var position in (int[])[500_000, 500_100, 3, 999_990, 0])
        {
            stream.Seek(position, SeekOrigin.Begin);
            await stream.ReadExactlyAsync(buffer);
            Assert.Equal(content[position..(position + 10)], buffer);
        }
    }

    [S3Fact]
    public async Task Of_many_who_put_if_absent_exactly_one_wins()
    {
        var won = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => bucket.Store.PutIfAbsentAsync(bucket.At("race/once.json"), new[] { (byte)i })));

        if (S3Server.Given is not null)
        {
            Assert.Single(won, w => w);
        }

        // moto looks and then writes, so that only what comes later loses there.
        Assert.False(await bucket.Store.PutIfAbsentAsync(bucket.At("race/once.json"), new byte[] { 99 }));
        var content = await bucket.Store.ReadAsync((await bucket.Store.TryGetAsync(bucket.At("race/once.json")))!);
        Assert.NotEqual(99, content[0]);
        Assert.Equal(["race/once.json"], await bucket.KeysAsync("race/{*,.*}"));
    }

    [S3Fact(IsSlow = true)]
    public async Task A_large_file_is_uploaded_in_parts_and_read_back_whole()
    {
        using var folder = new TestFolder();
        var content = new byte[40 << 20];
        new Random(2).NextBytes(content);
        await File.WriteAllBytesAsync(folder.At("large.bin"), content);
        await bucket.Store.UploadAsync(folder.At("large.bin"), bucket.At("large.bin"));

        var obj = await bucket.Store.SealAsync(bucket.At("large.bin"));
        Assert.Equal(content.Length, obj.Size);
        Assert.Contains("-", obj.Etag, StringComparison.Ordinal);
        var read = await bucket.Store.ReadAsync(obj);
        Assert.True(content.AsSpan().SequenceEqual(read));
    }

    [Theory]
    [InlineData("s3://")]
    [InlineData("s3://bucket")]
    [InlineData("s3://buck*et/key")]
    public async Task A_uri_without_bucket_or_key_is_refused(string uri)
    {
        using var store = new PostModern.Lake.S3.S3ObjectStore(new() { Endpoint = "http://127.0.0.1:1" });
        var error = await Assert.ThrowsAsync<ServerException>(async () => await store.TryGetAsync(uri));
        Assert.Equal(ErrorCode.InvalidInput, error.Code);
        Assert.Contains($"'{uri}'", error.Message, StringComparison.Ordinal);
    }
}
