using Microsoft.Data.Sqlite;
using Npgsql;
using PostModern.Arrow.Errors;

namespace PostModern.Lake.Cache;

/// <summary>What models answered, kept on disk: key to bytes. Any number of threads and processes may share one file, and many machines a database behind it.</summary>
/// <remarks>
/// A cache may always forget. So a file that is corrupt, locked or full is a warning and a miss, never an error of a query. What a key
/// stands for is the caller's business: a hash of everything that the answer depends on.
/// </remarks>
public sealed class InferenceCache : IDisposable
{
    private readonly CacheFile _file;
    private readonly InferenceCacheOptions _options;
    private readonly ReaderWriterLockSlim _files = new();
    private readonly Lock _writing = new();
    private readonly PostgresCache? _shared;
    private Stack<CacheConnection> _idle = [];
    private long _hits;
    private long _misses;
    private long _failures;
    private long _sharedHits;
    private long _savedMilliseconds;

    private InferenceCache(string path, InferenceCacheOptions options)
    {
        (_options, _file) = (options, new CacheFile(path, options.OnWarning));
        _shared = options.SharedDatabase is { } database ? new PostgresCache(database, options) : null;
        _idle.Push(_file.Open());
    }

    /// <summary>Opens or makes the cache file; its folder is made too.</summary>
    /// <exception cref="ServerException">Unavailable: the file can't be made or opened at all. InvalidInput: the database's connection string isn't one.</exception>
    public static InferenceCache Open(string path, InferenceCacheOptions? options = null)
    {
        var full = Path.GetFullPath(path);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            return new InferenceCache(full, options ?? new InferenceCacheOptions());
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new ServerException(ErrorCode.Unavailable, $"Can't open the inference cache '{full}': {e.Message}", e);
        }
        catch (ArgumentException e)
        {
            throw new ServerException(ErrorCode.InvalidInput, $"The inference cache's database is given as 'Host=…;Database=…;Username=…': {e.Message}", e);
        }
    }

    /// <summary>Looks a batch of keys up.</summary>
    /// <param name="keys">Hashes of at least eight bytes.</param>
    /// <param name="cancellationToken">Stops before the batch, not within it.</param>
    /// <returns>A value for each key, in order; null where none is known.</returns>
    public async Task<IReadOnlyList<byte[]?>> GetManyAsync(IReadOnlyList<byte[]> keys, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        var values = await Task.Run(() => GetMany(keys), cancellationToken);
        if (_shared is not null && Array.Exists(values, value => value is null))
        {
            await FillFromSharedAsync(_shared, keys, values, cancellationToken);
        }

        var hits = values.Count(value => value is not null);
        Interlocked.Add(ref _hits, hits);
        Interlocked.Add(ref _misses, values.Length - hits);
        return values;
    }

    /// <summary>Keeps a batch of values; one that is known already is replaced.</summary>
    /// <param name="entries">Keys (hashes of at least eight bytes) and their values; both are copied to disk before the task ends.</param>
    /// <param name="cancellationToken">Stops before the batch, not within it.</param>
    public Task PutManyAsync(IReadOnlyList<CacheEntry> entries, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var here = PutHereAsync(entries, cancellationToken);
        return _shared is null ? here : Task.WhenAll(here, TryAsync(() => _shared.PutManyAsync(entries, cancellationToken)));
    }

    /// <summary>How full it is, and how well it serves.</summary>
    public Task<CacheStatistics> GetStatisticsAsync(CancellationToken cancellationToken = default) => Task.Run(
        () =>
        {
            (long Entries, long Bytes) totals = default;
            Use(c => totals = CacheReads.Totals(c));
            return new CacheStatistics(
                totals.Entries, totals.Bytes, Interlocked.Read(ref _hits), Interlocked.Read(ref _misses), Interlocked.Read(ref _failures))
            {
                SharedHits = Interlocked.Read(ref _sharedHits),
                Saved = TimeSpan.FromMilliseconds(Interlocked.Read(ref _savedMilliseconds)),
            };
        },
        cancellationToken);

    /// <summary>Closes the file and the database. No call may be under way.</summary>
    public void Dispose()
    {
        CloseAll();
        _files.Dispose();
        _shared?.Dispose();
    }

    private long Now => _options.Clock.GetUtcNow().ToUnixTimeSeconds();

    private byte[]?[] GetMany(IReadOnlyList<byte[]> keys)
    {
        var values = new byte[]?[keys.Count];
        var stale = new List<long>();
        var staleBefore = Now - (long)_options.UseGranularity.TotalSeconds;
        long saved = 0;
        Use(c => saved = CacheReads.Find(c, keys, values, staleBefore, stale));
        Interlocked.Add(ref _savedMilliseconds, saved);
        if (stale.Count > 0)
        {
            Write(c => CacheWrites.Touch(c, stale, Now));
        }

        return values;
    }

    /// <summary>What another server answered is kept here, too: the next time it needs no network.</summary>
    private Task FillFromSharedAsync(PostgresCache shared, IReadOnlyList<byte[]> keys, byte[]?[] values, CancellationToken cancellationToken) => TryAsync(async () =>
    {
        var missing = Enumerable.Range(0, keys.Count).Where(i => values[i] is null).ToList();
        var entries = await shared.GetManyAsync([.. missing.Select(i => keys[i])], cancellationToken);
        var known = entries.ToDictionary(entry => Convert.ToHexString(entry.Key), entry => entry.Value);
        missing.ForEach(i => values[i] = known.GetValueOrDefault(Convert.ToHexString(keys[i])));
        Interlocked.Add(ref _sharedHits, entries.Count);
        Interlocked.Add(ref _savedMilliseconds, entries.Sum(entry => (long)entry.Effort.TotalMilliseconds));
        if (entries.Count > 0)
        {
            await PutHereAsync(entries, cancellationToken);
        }
    });

    private Task PutHereAsync(IReadOnlyList<CacheEntry> entries, CancellationToken cancellationToken) =>
        Task.Run(() => Write(c => CacheWrites.Put(c, entries, Now, _options.MaxBytes)), cancellationToken);

    private async Task TryAsync(Func<Task> useShared)
    {
        try
        {
            await useShared();
        }
        catch (NpgsqlException e)
        {
            Interlocked.Increment(ref _failures);
            _options.OnWarning?.Invoke($"The shared inference cache could not be used: {e.Message}");
        }
    }

    /// <summary>One writer of this process at a time: others would only wait in SQLite, holding a thread and a connection.</summary>
    private void Write(Action<CacheConnection> work)
    {
        lock (_writing)
        {
            Use(work);
        }
    }

    /// <summary>Runs work on a connection; an error is counted and told, and a corrupt file replaced.</summary>
    private void Use(Action<CacheConnection> work)
    {
        try
        {
            UseConnection(work);
        }
        catch (SqliteException e)
        {
            Interlocked.Increment(ref _failures);
            if (CacheFile.IsCorruption(e))
            {
                Recover();
            }
            else
            {
                _options.OnWarning?.Invoke($"The inference cache could not be used: {e.Message}");
            }
        }
    }

    private void UseConnection(Action<CacheConnection> work)
    {
        _files.EnterReadLock();
        try
        {
            var connection = Rent();
            try
            {
                work(connection);
            }
            catch
            {
                connection.Dispose();
                throw;
            }

            lock (_idle)
            {
                _idle.Push(connection);
            }
        }
        finally
        {
            _files.ExitReadLock();
        }
    }

    private CacheConnection Rent()
    {
        lock (_idle)
        {
            if (_idle.TryPop(out var connection))
            {
                return connection;
            }
        }

        return _file.Open();
    }

    private void Recover()
    {
        _files.EnterWriteLock();
        try
        {
            CloseAll();
            _file.ReplaceIfCorrupt();
        }
        finally
        {
            _files.ExitWriteLock();
        }
    }

    private void CloseAll()
    {
        while (_idle.TryPop(out var connection))
        {
            connection.Dispose();
        }
    }
}
