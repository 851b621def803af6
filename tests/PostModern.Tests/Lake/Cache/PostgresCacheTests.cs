using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Npgsql;
using PostModern.Arrow.Errors;
using PostModern.Lake.Cache;
using PostModern.Testing;

namespace PostModern.Tests.Lake.Cache;

/// <summary>Caches of several machines, stood in for by folders, on one PostgreSQL.</summary>
public sealed class PostgresCacheTests : IAsyncLifetime, IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly List<string> _warnings = [];
    private PostgresServer _postgres = null!;

    public async Task InitializeAsync()
    {
        if (PostgresServer.IsInstalled)
        {
            _postgres = await PostgresServer.StartAsync(CancellationToken.None);
        }
    }

    public async Task DisposeAsync()
    {
        if (_postgres is not null)
        {
            await _postgres.DisposeAsync();
        }
    }

    public void Dispose() => _folder.Dispose();

    [PostgresFact]
    public async Task What_one_server_answered_another_one_knows()
    {
        using var first = Open("first");
        using var second = Open("second");
        await first.PutManyAsync([Entry(1, "one"), Entry(2, "two")]);

        Assert.Equal(["one", null, "two"], Texts(await second.GetManyAsync([Key(1), Key(3), Key(2)])));
        var statistics = await second.GetStatisticsAsync();
        Assert.Equal((2, 2, 1, 0), (statistics.Hits, statistics.SharedHits, statistics.Misses, statistics.Failures));
        Assert.Equal(TimeSpan.FromSeconds(3), statistics.Saved);
        Assert.Empty(_warnings);
    }

    [PostgresFact]
    public async Task What_was_fetched_once_is_kept_here()
    {
        using (var first = Open("first"))
        using (var second = Open("second"))
        {
            await first.PutManyAsync([Entry(1, "one")]);
            await second.GetManyAsync([Key(1)]);
        }

        using var alone = InferenceCache.Open(_folder.At("second/cache.db"));
        Assert.Equal(["one"], Texts(await alone.GetManyAsync([Key(1)])));
    }

    [PostgresFact]
    public async Task Servers_that_keep_the_same_answers_at_the_same_time_do_not_get_in_each_others_way()
    {
        var caches = Enumerable.Range(0, 4).Select(i => Open($"{i}")).ToList();
        var numbers = Enumerable.Range(0, 200).ToArray();
        await Task.WhenAll(caches.Select((cache, i) => Task.Run(async () =>
        {
            var random = new Random(i);
            for (var round = 0; round < 20; round++)
            {
                random.Shuffle(numbers);
                int[] some = [.. numbers.Take(50)];
                await cache.PutManyAsync([.. some.Select(n => Entry(n, $"answer {n}"))]);
                Assert.Equal(some.Select(n => $"answer {n}"), Texts(await cache.GetManyAsync([.. some.Select(Key)])));
            }
        })));
        caches.ForEach(cache => cache.Dispose());
        Assert.Empty(_warnings);
    }

    [PostgresFact]
    public async Task It_keeps_to_its_bytes_and_forgets_what_was_unused_longest()
    {
        using (var cache = Open("first", maxBytes: 20_000))
        {
            for (var i = 0; i < 100; i++)
            {
                await cache.PutManyAsync([Entry(i, new string('x', 1000))]);
            }
        }

        Assert.InRange(await ScalarAsync("SELECT sum(octet_length(key) + octet_length(value))::bigint FROM postmodern_inference_cache"), 10_000, 20_000);
        using var other = Open("second");
        Assert.NotNull((await other.GetManyAsync([Key(99)]))[0]);
        Assert.Null((await other.GetManyAsync([Key(0)]))[0]);
    }

    [PostgresFact]
    public async Task Reading_renews_an_entry_that_was_unused_for_long()
    {
        using var first = Open("first");
        await first.PutManyAsync([Entry(1, "one")]);
        await ScalarAsync("UPDATE postmodern_inference_cache SET used = now() - interval '2 days' RETURNING 0::bigint");
        using var second = Open("second");
        await second.GetManyAsync([Key(1)]);

        Assert.Equal(1, await ScalarAsync("SELECT count(*) FROM postmodern_inference_cache WHERE used > now() - interval '1 minute'"));
    }

    [Fact]
    public async Task Without_the_database_everything_works_and_says_so_once()
    {
        using var nobody = new TcpListener(IPAddress.Loopback, 0);
        nobody.Start();
        var port = ((IPEndPoint)nobody.LocalEndpoint).Port;
        nobody.Stop();
        using var cache = Open("first", database: $"Host=127.0.0.1;Port={port};Username=ann;Password=secret-word;Database=x");
        await cache.PutManyAsync([Entry(1, "one")]);

        // It is left alone for a while.
        Assert.Equal(["one", null], Texts(await cache.GetManyAsync([Key(1), Key(2)])));
        var warning = Assert.Single(_warnings);
        Assert.Contains("The shared inference cache could not be used", warning, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-word", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_connection_string_is_refused()
    {
        var error = Assert.Throws<ServerException>(() => Open("first", database: "Hots=db"));
        Assert.Equal(ErrorCode.InvalidInput, error.Code);
    }

    private InferenceCache Open(string machine, long maxBytes = 1 << 30, string? database = null) => InferenceCache.Open(
        _folder.At($"{machine}/cache.db"),
        new InferenceCacheOptions { MaxBytes = maxBytes, SharedDatabase = database ?? _postgres.ConnectionString, OnWarning = Warn });

    private void Warn(string warning)
    {
        lock (_warnings)
        {
            _warnings.Add(warning);
        }
    }

    private async Task<long> ScalarAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_postgres.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static byte[] Key(int number) => SHA256.HashData(BitConverter.GetBytes(number));

    private static CacheEntry Entry(int number, string value) => new(Key(number), System.Text.Encoding.UTF8.GetBytes(value), TimeSpan.FromSeconds(number));

    private static IEnumerable<string?> Texts(IReadOnlyList<byte[]?> values) =>
        values.Select(value => value is null ? null : System.Text.Encoding.UTF8.GetString(value));
}
