using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using PostModern.Arrow.Errors;
using PostModern.Lake.Cache;

namespace PostModern.Tests.Lake.Cache;

public sealed class InferenceCacheTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly List<string> _warnings = [];
    private readonly TestClock _clock = new();

    private string File => _folder.At("cache/answers.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_kept_value_comes_back_and_an_unknown_key_is_null()
    {
        using var cache = Open();
        await cache.PutManyAsync([Entry("a", "zebra"), Entry("empty", "")]);

        Assert.Equal(["zebra", null, "", "zebra"], await GetAsync(cache, "a", "b", "empty", "a"));
    }

    [Fact]
    public async Task Values_outlive_the_process_that_kept_them()
    {
        using (var first = Open())
        {
            await first.PutManyAsync([Entry("a", "zebra")]);
        }

        using var second = Open();
        Assert.Equal(["zebra"], await GetAsync(second, "a"));
    }

    [Fact]
    public async Task A_value_kept_again_is_replaced_and_counted_once()
    {
        using var cache = Open();
        await cache.PutManyAsync([Entry("a", "zebra")]);
        await cache.PutManyAsync([Entry("a", "duck"), Entry("a", "panda")]);

        Assert.Equal(["panda"], await GetAsync(cache, "a"));
        var statistics = await cache.GetStatisticsAsync();
        Assert.Equal((1, 32 + 5), (statistics.Entries, statistics.Bytes));
    }

    [Fact]
    public async Task Keys_that_begin_alike_are_never_confused()
    {
        byte[] one = [1, 2, 3, 4, 5, 6, 7, 8, 100];
        byte[] two = [1, 2, 3, 4, 5, 6, 7, 8, 200];
        using var cache = Open();
        await cache.PutManyAsync([new(one, "one"u8.ToArray())]);

        Assert.Null((await cache.GetManyAsync([two]))[0]);
        await cache.PutManyAsync([new(two, "two"u8.ToArray())]);
        var both = await cache.GetManyAsync([one, two]);
        Assert.Null(both[0]);
        Assert.Equal("two"u8.ToArray(), both[1]);
        Assert.Equal(1, (await cache.GetStatisticsAsync()).Entries);
    }

    [Fact]
    public async Task Statistics_count_entries_bytes_hits_and_misses()
    {
        using var cache = Open();
        await cache.PutManyAsync([Entry("a", "zebra"), Entry("b", "duck")]);
        await GetAsync(cache, "a", "b", "c");

        Assert.Equal(new CacheStatistics(2, 64 + 9, 2, 1, 0), await cache.GetStatisticsAsync());
    }

    [Fact]
    public async Task A_full_cache_drops_what_went_unused_longest()
    {
        using var cache = Open(maxBytes: 100 * 132);
        for (var hour = 0; hour < 10; hour++)
        {
            await cache.PutManyAsync([.. Enumerable.Range(hour * 10, 10).Select(i => Entry($"k{i}", new string('x', 100)))]);
            _clock.Advance(TimeSpan.FromHours(2));
        }

        Assert.All(await GetAsync(cache, "k0", "k1", "k2"), Assert.NotNull); // the oldest, used just now
        _clock.Advance(TimeSpan.FromHours(2));
        await cache.PutManyAsync([Entry("new", new string('x', 100))]);

        Assert.All(await GetAsync(cache, "k0", "k1", "k2", "new", "k99"), Assert.NotNull);
        Assert.All(await GetAsync(cache, "k3", "k4", "k9", "k10"), Assert.Null);
        Assert.InRange((await cache.GetStatisticsAsync()).Bytes, 80 * 132, 90 * 132);
    }

    [Fact]
    public async Task A_batch_larger_than_the_whole_cache_fails_nothing()
    {
        using var cache = Open(maxBytes: 1000);
        await cache.PutManyAsync([.. Enumerable.Range(0, 500).Select(i => Entry($"k{i}", "0123456789"))]);

        Assert.InRange((await cache.GetStatisticsAsync()).Bytes, 0, 1000);
        Assert.Empty(_warnings);
    }

    [Fact]
    public async Task Several_caches_on_one_file_lose_nothing()
    {
        // Each has its own connections and locks, as separate processes have.
        await Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Run(async () =>
        {
            using var cache = Open();
            for (var batch = 0; batch < 10; batch++)
            {
                await cache.PutManyAsync([.. Enumerable.Range(0, 50).Select(i => Entry($"{writer}/{batch}/{i}", $"{writer}.{batch}.{i}"))]);
                Assert.Equal([$"{writer}.{batch}.7"], await GetAsync(cache, $"{writer}/{batch}/7"));
            }
        })));

        using var reader = Open();
        for (var writer = 0; writer < 4; writer++)
        {
            Assert.Equal([$"{writer}.0.0", $"{writer}.9.49"], await GetAsync(reader, $"{writer}/0/0", $"{writer}/9/49"));
        }

        Assert.Equal(2000, (await reader.GetStatisticsAsync()).Entries);
        Assert.Empty(_warnings);
    }

    [Fact]
    public async Task Concurrent_readers_and_writers_of_one_cache_agree()
    {
        using var cache = Open();
        await Task.WhenAll(Enumerable.Range(0, 16).Select(async t =>
        {
            await cache.PutManyAsync([Entry($"t{t}", $"value {t}")]);
            Assert.Equal([$"value {t}"], await GetAsync(cache, $"t{t}"));
        }));

        Assert.Equal(16, (await cache.GetStatisticsAsync()).Entries);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_moved_aside_with_a_warning()
    {
        _folder.Write("cache/answers.db", new string('?', 10_000));
        using var cache = Open();
        await cache.PutManyAsync([Entry("a", "zebra")]);

        Assert.Equal(["zebra"], await GetAsync(cache, "a"));
        Assert.Contains("was corrupt", Assert.Single(_warnings), StringComparison.Ordinal);
        var aside = Assert.Single(Directory.GetFiles(_folder.At("cache"), "*.corrupt-*"));
        Assert.Equal(10_000, new FileInfo(aside).Length);
    }

    [Fact]
    public async Task A_file_that_breaks_while_in_use_is_replaced_and_the_query_goes_on()
    {
        using (var first = Open())
        {
            await first.PutManyAsync([.. Enumerable.Range(0, 2000).Select(i => Entry($"k{i}", new string('x', 200)))]);
        }

        // The first page stays sound: opening works, and reading fails.
        using (var stream = System.IO.File.OpenWrite(File))
        {
            stream.Position = 8192;
            stream.Write(Enumerable.Repeat((byte)0xEE, (int)stream.Length - 8192).ToArray());
        }

        using var cache = Open();
        Assert.Equal([null], await GetAsync(cache, "k7"));
        await cache.PutManyAsync([Entry("k7", "again")]);
        Assert.Equal(["again"], await GetAsync(cache, "k7"));
        Assert.Single(_warnings);
        Assert.Single(Directory.GetFiles(_folder.At("cache"), "*.corrupt-*"));
    }

    [Fact]
    public async Task A_cache_that_cannot_be_written_is_a_warning_and_a_miss()
    {
        using var cache = Open();
        await cache.PutManyAsync([Entry("a", "zebra")]);
        using (var vandal = new SqliteConnection($"Data Source={File};Pooling=False"))
        {
            vandal.Open();
            using var drop = vandal.CreateCommand();
            drop.CommandText = "DROP TABLE totals";
            drop.ExecuteNonQuery();
        }

        await cache.PutManyAsync([Entry("b", "duck")]);
        Assert.Contains("could not be used", Assert.Single(_warnings), StringComparison.Ordinal);
        Assert.Equal(1, (await cache.GetStatisticsAsync()).Failures);
        Assert.Equal(["zebra", null], await GetAsync(cache, "a", "b"));
    }

    [Fact]
    public void A_cache_whose_folder_is_a_file_says_so()
    {
        _folder.Write("cache", "not a folder");
        var error = Assert.Throws<ServerException>(() => Open());
        Assert.Equal(ErrorCode.Unavailable, error.Code);
        Assert.Contains("inference cache", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_too_short_to_be_a_hash_is_refused()
    {
        using var cache = Open();
        await Assert.ThrowsAsync<ArgumentException>(() => cache.GetManyAsync([[1, 2, 3]]));
        Assert.Empty(await cache.GetManyAsync([]));
    }

    private InferenceCache Open(long maxBytes = 1 << 30) => InferenceCache.Open(
        File, new InferenceCacheOptions { MaxBytes = maxBytes, OnWarning = Warn, Clock = _clock });

    private void Warn(string text)
    {
        lock (_warnings)
        {
            _warnings.Add(text);
        }
    }

    private static CacheEntry Entry(string name, string value) => new(Key(name), Encoding.UTF8.GetBytes(value));

    private static byte[] Key(string name) => SHA256.HashData(Encoding.UTF8.GetBytes(name));

    private static async Task<IReadOnlyList<string?>> GetAsync(InferenceCache cache, params string[] names) =>
        [.. (await cache.GetManyAsync([.. names.Select(Key)])).Select(v => v is null ? null : Encoding.UTF8.GetString(v))];

    private sealed class TestClock : TimeProvider
    {
        private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => _now;

        public void Advance(TimeSpan time) => _now += time;
    }
}
