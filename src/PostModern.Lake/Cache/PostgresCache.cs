using Npgsql;
using NpgsqlTypes;

namespace PostModern.Lake.Cache;

/// <summary>What the models of all servers answered, in a table of a PostgreSQL database that they share.</summary>
/// <remarks>
/// Like every cache it may forget, and must not be in the way: when the database can't be reached it is left alone for a while, and every
/// key is a miss.
/// </remarks>
internal sealed class PostgresCache : IDisposable
{
    // PostgreSQL's IF NOT EXISTS is no match for two servers that begin at the same moment.
    private const string Make = """
        SELECT pg_advisory_xact_lock(hashtext('postmodern_inference_cache'));
        CREATE TABLE IF NOT EXISTS postmodern_inference_cache (
            key bytea PRIMARY KEY, value bytea NOT NULL, effort_ms bigint NOT NULL, used timestamptz NOT NULL DEFAULT now());
        CREATE INDEX IF NOT EXISTS postmodern_inference_cache_used ON postmodern_inference_cache (used);
        """;

    // Reading renews an entry's time, at most once an hour: renewing is a write.
    private const string Find = """
        WITH renewed AS (
            UPDATE postmodern_inference_cache SET used = now() WHERE key IN (
                SELECT key FROM postmodern_inference_cache WHERE key = ANY ($1) AND used < now() - interval '1 hour' FOR UPDATE SKIP LOCKED))
        SELECT key, value, effort_ms FROM postmodern_inference_cache WHERE key = ANY ($1)
        """;

    private const string Add = """
        INSERT INTO postmodern_inference_cache (key, value, effort_ms)
        SELECT * FROM unnest($1::bytea[], $2::bytea[], $3::bigint[]) ON CONFLICT (key) DO UPDATE SET value = excluded.value, effort_ms = excluded.effort_ms, used = now()
        """;

    // One server at a time; the others have just seen it done.
    private const string MakeRoom = """
        WITH kept AS (SELECT key, sum(octet_length(key) + octet_length(value)) OVER (ORDER BY used DESC, key) AS bytes FROM postmodern_inference_cache),
             room AS (SELECT pg_try_advisory_xact_lock(hashtext('postmodern_inference_cache')) AS mine)
        DELETE FROM postmodern_inference_cache c USING kept, room WHERE room.mine AND c.key = kept.key AND kept.bytes > $1
        """;

    private static readonly TimeSpan s_rest = TimeSpan.FromSeconds(30);

    private readonly NpgsqlDataSource _database;
    private readonly SemaphoreSlim _making = new(1, 1);
    private readonly long _maxBytes;
    private readonly TimeProvider _clock;
    private long _restsUntil;
    private long _written;
    private bool _isMade;

    /// <param name="connectionString">As Npgsql takes it. What it lacks comes from libpq's variables and files: PGPASSWORD, PGPASSFILE, PGSSLROOTCERT.</param>
    /// <param name="options">The limit of bytes, and the clock.</param>
    /// <exception cref="ArgumentException">It is no connection string.</exception>
    internal PostgresCache(string connectionString, InferenceCacheOptions options)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString) { ApplicationName = "PostModern" };

        // A cache that takes long is worse than none.
        builder.Timeout = Math.Min(builder.Timeout, 5);
        builder.CommandTimeout = Math.Min(builder.CommandTimeout, 10);
        _database = NpgsqlDataSource.Create(builder);
        (_maxBytes, _clock) = (options.MaxBytes, options.Clock);
    }

    /// <summary>The entries of those keys that it knows.</summary>
    /// <exception cref="NpgsqlException">The database can't be used; the next ones who ask are spared the wait for half a minute.</exception>
    internal Task<IReadOnlyList<CacheEntry>> GetManyAsync(IReadOnlyList<byte[]> keys, CancellationToken cancellationToken) =>
        UseAsync<IReadOnlyList<CacheEntry>>([], async () =>
        {
            await using var command = _database.CreateCommand(Find);
            command.Parameters.Add(new NpgsqlParameter<byte[][]> { TypedValue = [.. keys], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea });
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            var entries = new List<CacheEntry>();
            while (await reader.ReadAsync(cancellationToken))
            {
                entries.Add(new CacheEntry(reader.GetFieldValue<byte[]>(0), reader.GetFieldValue<byte[]>(1), TimeSpan.FromMilliseconds(reader.GetInt64(2))));
            }

            return entries;
        }, cancellationToken);

    /// <summary>Keeps entries, and drops those unused longest when there are too many bytes.</summary>
    /// <inheritdoc cref="GetManyAsync"/>
    internal Task PutManyAsync(IReadOnlyList<CacheEntry> entries, CancellationToken cancellationToken) => UseAsync(true, async () =>
    {
        // In the order of the keys: two servers that write the same ones must not wait for each other in a circle.
        var inOrder = entries.Reverse().DistinctBy(entry => Convert.ToHexString(entry.Key)).OrderBy(entry => Convert.ToHexString(entry.Key), StringComparer.Ordinal).ToList();
        await using var command = _database.CreateCommand(Add);
        command.Parameters.Add(new NpgsqlParameter<byte[][]> { TypedValue = [.. inOrder.Select(entry => entry.Key)] });
        command.Parameters.Add(new NpgsqlParameter<byte[][]> { TypedValue = [.. inOrder.Select(entry => entry.Value)] });
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. inOrder.Select(entry => (long)entry.Effort.TotalMilliseconds)] });
        await command.ExecuteNonQueryAsync(cancellationToken);
        await MakeRoomAsync(inOrder.Sum(entry => entry.Key.Length + entry.Value.Length), cancellationToken);
        return true;
    }, cancellationToken);

    public void Dispose()
    {
        _database.Dispose();
        _making.Dispose();
    }

    /// <summary>Looks at the whole table, so only after a hundredth of the room was written.</summary>
    private async Task MakeRoomAsync(long written, CancellationToken cancellationToken)
    {
        if (Interlocked.Add(ref _written, written) < _maxBytes / 100)
        {
            return;
        }

        Interlocked.Exchange(ref _written, 0);
        await using var command = _database.CreateCommand(MakeRoom);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = _maxBytes });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<T> UseAsync<T>(T otherwise, Func<Task<T>> use, CancellationToken cancellationToken)
    {
        if (_clock.GetTimestamp() < Interlocked.Read(ref _restsUntil))
        {
            return otherwise;
        }

        try
        {
            await MakeAsync(cancellationToken);
            return await use();
        }
        catch (NpgsqlException)
        {
            Interlocked.Exchange(ref _restsUntil, _clock.GetTimestamp() + (long)(s_rest.TotalSeconds * _clock.TimestampFrequency));
            throw;
        }
    }

    private async Task MakeAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _isMade))
        {
            return;
        }

        await _making.WaitAsync(cancellationToken);
        try
        {
            if (!_isMade)
            {
                await using var command = _database.CreateCommand(Make);
                await command.ExecuteNonQueryAsync(cancellationToken);
                Volatile.Write(ref _isMade, true);
            }
        }
        finally
        {
            _making.Release();
        }
    }
}
