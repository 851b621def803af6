using PostModern.Arrow.Errors;

namespace PostModern.Engine.Catalog;

/// <summary>A session's open transactions: those that clients name by their id, and the one that SQL's BEGIN opened.</summary>
internal sealed class SessionTransactions(DatasetCatalog catalog) : IAsyncDisposable
{
    // Transactions hold memory and files, and some clients forget theirs.
    private const int MostOpen = 64;

    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, DatasetTransaction> _open = [];
    private DatasetTransaction? _current;

    /// <summary>What SQL's BEGIN opened; null when every statement commits by itself.</summary>
    public DatasetTransaction? Current
    {
        get
        {
            lock (_lock)
            {
                return _current;
            }
        }
    }

    /// <summary>The only open transaction, whoever opened it: some clients upload without saying into which.</summary>
    public DatasetTransaction? Only
    {
        get
        {
            lock (_lock)
            {
                return _open.Count == 1 ? _open.Values.First() : _current;
            }
        }
    }

    /// <exception cref="ServerException">ResourceExhausted: too many are open.</exception>
    public DatasetTransaction Begin()
    {
        lock (_lock)
        {
            if (_open.Count >= MostOpen)
            {
                throw new ServerException(ErrorCode.ResourceExhausted, $"The session has {MostOpen} open transactions; end some first.");
            }

            var transaction = new DatasetTransaction();
            _open.Add(transaction.Id, transaction);
            return transaction;
        }
    }

    /// <exception cref="ServerException">Conflict: there is one.</exception>
    public void BeginCurrent()
    {
        lock (_lock)
        {
            _current = _current is null
                ? Begin()
                : throw new ServerException(ErrorCode.Conflict, "A transaction is open already; COMMIT or ROLLBACK it first, or use SAVEPOINT.");
        }
    }

    /// <exception cref="ServerException">NotFound: it has ended, or never was in this session.</exception>
    public DatasetTransaction Get(Guid id)
    {
        lock (_lock)
        {
            return _open.TryGetValue(id, out var transaction)
                ? transaction
                : throw new ServerException(ErrorCode.NotFound, "The session has no such transaction; it has ended, or was begun in another session.");
        }
    }

    /// <exception cref="ServerException">Conflict: there is none.</exception>
    public DatasetTransaction GetCurrent() =>
        Current ?? throw new ServerException(ErrorCode.Conflict, "No transaction is open; BEGIN one first.");

    /// <summary>The transaction that a savepoint is in.</summary>
    /// <exception cref="ServerException">NotFound.</exception>
    public DatasetTransaction FindSavepoint(Guid savepoint)
    {
        lock (_lock)
        {
            return _open.Values.FirstOrDefault(t => t.HasSavepoint(savepoint))
                ?? throw new ServerException(ErrorCode.NotFound, "The session has no such savepoint; it was released or rolled back over.");
        }
    }

    /// <summary>Commits or rolls back; either way the transaction is over, also when committing fails.</summary>
    /// <exception cref="ServerException">Conflict: another writer came first.</exception>
    public async Task EndAsync(DatasetTransaction transaction, bool commit, CancellationToken cancellation)
    {
        lock (_lock)
        {
            _open.Remove(transaction.Id);
            _current = _current == transaction ? null : _current;
        }

        await using (transaction)
        {
            if (commit)
            {
                await transaction.CommitAsync(catalog, cancellation);
            }
        }
    }

    /// <inheritdoc cref="EndAsync"/>
    public Task EndCurrentAsync(bool commit, CancellationToken cancellation) => EndAsync(GetCurrent(), commit, cancellation);

    /// <summary>Rolls all back.</summary>
    public async ValueTask DisposeAsync()
    {
        DatasetTransaction[] all;
        lock (_lock)
        {
            all = [.. _open.Values];
            _open.Clear();
            _current = null;
        }

        foreach (var transaction in all)
        {
            await transaction.DisposeAsync();
        }
    }
}
