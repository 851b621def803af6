using PostModern.Arrow.Errors;
using PostModern.Lake.Copies;
using PostModern.Lake.Objects;
using PostModern.Testing;

namespace PostModern.Tests.Lake.Copies;

/// <summary>Copies of objects, by caches that share a folder as processes do: their locks are the system's.</summary>
public sealed class CopyCacheTests : IDisposable
{
    private const int Size = 1_000_000;

    private readonly TestFolder _folder = new();
    private readonly CountingStore _store;

    public CopyCacheTests()
    {
        Directory.CreateDirectory(_folder.At("objects"));
        _store = new CountingStore(_folder.At("objects"));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Only_what_is_missing_is_fetched()
    {
        var obj = Make("a.bin");
        using var held = await HoldAsync(Open(), obj);
        var copy = held.Copies[0];

        await copy.FetchAsync([new(100, 200), new(500_000, 600_000)]);
        Assert.Equal(100_100, _store.Bytes);
        Assert.Equal(Content(obj)[100..200], await ReadAsync(copy, 100, 100));
        Assert.Equal(Size, new FileInfo(copy.Path).Length);
        Assert.All(await ReadAsync(copy, 300_000, 1000), b => Assert.Equal(0, b));

        await copy.FetchAsync([new(450_000, 650_000)]);
        Assert.Equal(200_100, _store.Bytes);
        await copy.FetchAsync();
        Assert.InRange(_store.Bytes, Size, Size + 200);
        Assert.Equal(Content(obj), await File.ReadAllBytesAsync(copy.Path));
    }

    [Fact]
    public async Task Caches_that_share_a_folder_fetch_an_object_once()
    {
        var obj = Make("a.bin");
        using (var first = await HoldAsync(Open(), obj))
        {
            await first.Copies[0].FetchAsync([new(0, 400_000)]);
        }

        using var second = await HoldAsync(Open(), obj);
        await second.FetchAsync();
        using var third = await HoldAsync(Open(), obj);
        await third.FetchAsync();
        Assert.Equal(Size, _store.Bytes);
        Assert.Equal(Content(obj), await File.ReadAllBytesAsync(third.Copies[0].Path));
    }

    [Fact]
    public async Task Many_who_want_parts_of_one_object_at_the_same_time_all_get_them()
    {
        // Three caches on one folder, as of three processes; what goes wrong does so at the beginning.
        CopyCache[] caches = [Open(), Open(), Open()];
        for (var round = 0; round < (SlowFactAttribute.AreRun ? 20 : 5); round++)
        {
            var obj = Make($"{round}.bin");
            var content = Content(obj);
            await Parallel.ForAsync(0, 60, new ParallelOptions { MaxDegreeOfParallelism = 12 }, async (i, token) =>
            {
                using var held = await HoldAsync(caches[i % caches.Length], obj);
                var start = i * 16_000;
                await held.Copies[0].FetchAsync([new(start, start + 30_000)], token);
                Assert.Equal(content[start..(start + 30_000)], await ReadAsync(held.Copies[0], start, 30_000));
            });
        }
    }

    [Fact]
    public async Task Another_version_of_an_object_is_another_copy()
    {
        using var old = await HoldAsync(Open(), Make("a.bin"));
        await old.FetchAsync();
        var changed = CountingStore.Make(_folder.At("objects"), "a.bin", Size + 1, etag: "2");
        using var present = await HoldAsync(Open(), changed);
        await present.FetchAsync();
        Assert.NotEqual(old.Copies[0].Path, present.Copies[0].Path);
        Assert.Equal(Size, new FileInfo(old.Copies[0].Path).Length);
    }

    [Fact]
    public async Task What_somebody_holds_stays_and_what_was_unused_longest_goes()
    {
        var cache = Open(mostBytes: 2 * Size);
        var paths = new List<string>();
        var held = await HoldAsync(cache, Make("held.bin"));
        await held.FetchAsync();
        foreach (var name in (string[])["1.bin", "2.bin", "3.bin"])
        {
            using var other = await HoldAsync(Open(mostBytes: 2 * Size), Make(name));
            await other.FetchAsync();
            paths.Add(other.Copies[0].Path);
        }

        Assert.True(File.Exists(held.Copies[0].Path));
        Assert.False(File.Exists(paths[0]));
        Assert.True(File.Exists(paths[2]));
        held.Dispose();
        using var last = await HoldAsync(cache, Make("4.bin"));
        await last.FetchAsync();
        Assert.False(File.Exists(held.Copies[0].Path));
    }

    [Fact]
    public async Task A_cache_of_no_size_keeps_nothing_that_nobody_holds()
    {
        var cache = Open(mostBytes: 0);
        string path;
        using (var held = await HoldAsync(cache, Make("a.bin")))
        {
            await held.FetchAsync();
            path = held.Copies[0].Path;
            Assert.True(File.Exists(path));
        }

        using var next = await HoldAsync(cache, Make("b.bin"));
        await next.FetchAsync();
        Assert.False(File.Exists(path));
    }

    [Fact]
    public async Task A_fetch_that_breaks_off_leaves_nothing_that_is_taken_for_bytes()
    {
        var obj = Make("a.bin");
        using var held = await HoldAsync(Open(), obj);
        var calls = 0;
        _store.Before = () => Interlocked.Increment(ref calls) > 0 ? throw new ServerException(ErrorCode.Unavailable, "broken") : Task.CompletedTask;
        await Assert.ThrowsAsync<ServerException>(() => held.FetchAsync());

        _store.Before = () => Task.CompletedTask;
        using var again = await HoldAsync(Open(), obj);
        await again.FetchAsync();
        Assert.Equal(Content(obj), await File.ReadAllBytesAsync(again.Copies[0].Path));
    }

    [Fact]
    public async Task A_torn_copy_is_fetched_again()
    {
        var obj = Make("a.bin");
        using (var held = await HoldAsync(Open(), obj))
        {
            await held.FetchAsync();
            using (var file = new FileStream(held.Copies[0].Path, FileMode.Open))
            {
                file.SetLength(1000);
            }

            await held.FetchAsync();
            Assert.Equal(Content(obj), await File.ReadAllBytesAsync(held.Copies[0].Path));
        }

        // Notes without their end, and notes of a copy that is gone.
        using var partial = await HoldAsync(Open(), Make("b.bin"));
        await partial.Copies[0].FetchAsync([new(0, 10)]);
        var notes = PresentRanges.FolderOf(partial.Copies[0].Path);
        await File.WriteAllTextAsync(Path.Combine(notes, "torn"), "100-999999\n");
        await partial.Copies[0].FetchAsync([new(200, 210)]);
        Assert.Equal(Content(Make("b.bin"))[200..210], await ReadAsync(partial.Copies[0], 200, 10));
        File.Delete(partial.Copies[0].Path);
        await partial.FetchAsync();
        Assert.Equal(Content(Make("b.bin")), await File.ReadAllBytesAsync(partial.Copies[0].Path));
    }

    [Fact]
    public async Task An_object_that_is_shorter_than_it_was_is_an_error_that_says_so()
    {
        var obj = Make("a.bin");
        _ = CountingStore.Make(_folder.At("objects"), "a.bin", 1000);
        using var held = await HoldAsync(Open(), obj);
        var error = await Assert.ThrowsAsync<ServerException>(() => held.FetchAsync());
        Assert.Equal(ErrorCode.Conflict, error.Code);
        Assert.Contains("s3://bucket/a.bin", error.Message, StringComparison.Ordinal);
    }

    [MountFact]
    public async Task A_full_disk_is_an_error_that_says_where()
    {
        var disk = Directory.CreateDirectory(_folder.At("disk")).FullName;
        Assert.True(MountFactAttribute.Mount(disk));
        try
        {
            using var held = await HoldAsync(new CopyCache(disk, 1 << 30), Make("a.bin"));
            var error = await Assert.ThrowsAsync<ServerException>(() => held.FetchAsync());
            Assert.Equal(ErrorCode.ResourceExhausted, error.Code);
            Assert.Contains(disk, error.Message, StringComparison.Ordinal);
        }
        finally
        {
            Assert.True(MountFactAttribute.Run("umount", disk));
        }
    }

    [Fact]
    public async Task Functions_read_small_objects_through_copies_and_large_ones_where_they_are()
    {
        var obj = Make("a.bin");
        var cached = new CachedObjectStore(_store, Open());
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(Content(obj), await cached.ReadAsync(obj));
        }

        Assert.Equal(Size, _store.Bytes);
        _ = await cached.ReadAsync(obj with { Etag = null }, 0, 10);
        Assert.Equal(Size + 10, _store.Bytes);
    }

    [Theory]
    [InlineData("s3://shop/a/year=2024/b c.csv.gz", "s3/shop/a/year=2024/b c.csv.gz")]
    [InlineData("https://host:8080/a/b.csv?key=1#x", "https/host:8080/a/b.csv")]
    public void A_copys_path_tells_what_it_is_a_copy_of(string uri, string path) => Assert.Equal(path, CopyPath.OfObject(uri));

    [Theory]
    [InlineData("s3://shop/../../etc/passwd")]
    [InlineData("s3://shop//a/./.locks/b.csv")]
    [InlineData("https://host/..")]
    public void No_name_leads_out_of_the_folder(string uri)
    {
        var path = CopyPath.OfObject(uri);
        Assert.StartsWith("/root/x/", Path.GetFullPath(path, "/root/x"), StringComparison.Ordinal);
        Assert.DoesNotContain(path.Split('/'), name => name.StartsWith('.') || name.Length == 0);
    }

    private CopyCache Open(long mostBytes = 1 << 30) => new(_folder.At("cache"), mostBytes);

    private ObjectRef Make(string name) => CountingStore.Make(_folder.At("objects"), name, Size);

    private byte[] Content(ObjectRef obj) => File.ReadAllBytes(_folder.At($"objects/{Path.GetFileName(obj.Uri)}"));

    private Task<HeldCopies> HoldAsync(CopyCache cache, ObjectRef obj) => cache.HoldAsync([obj], _ => _store);

    private static async Task<byte[]> ReadAsync(ObjectCopy copy, long start, int count)
    {
        using var file = File.OpenHandle(copy.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[count];
        Assert.Equal(count, await RandomAccess.ReadAsync(file, bytes, start));
        return bytes;
    }
}
