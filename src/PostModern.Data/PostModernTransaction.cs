using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using PostModern.Data.Transport;

namespace PostModern.Data;

/// <summary>Several statements' changes of datasets, which become visible together, or not at all.</summary>
/// <remarks>
/// Every command of the connection takes part while it is open, whether or not its Transaction is set; one that is set must be this one. A statement
/// that fails undoes only itself. Temporary tables are no part of it. Disposing rolls back what isn't committed.
/// </remarks>
public sealed class PostModernTransaction : DbTransaction
{
    private readonly PostModernConnection _connection;
    private bool _hasEnded;
    private bool _isDisposed;

    internal PostModernTransaction(PostModernConnection connection, IsolationLevel isolationLevel)
    {
        _connection = connection;
        IsolationLevel = isolationLevel switch
        {
            IsolationLevel.Unspecified => IsolationLevel.Snapshot,
            IsolationLevel.Chaos => throw new NotSupportedException("Transactions have snapshot isolation; Chaos is less than any has."),
            _ => isolationLevel,
        };
    }

    /// <summary>The level that was asked for; Snapshot when none was.</summary>
    /// <remarks>
    /// All levels are given as snapshot isolation: each dataset is read as it was when the transaction first met it, and committing fails when another
    /// writer has changed the same rows. Serializable, too: dirty reads, other values and phantoms don't occur, but two transactions may each
    /// change what only the other one has read.
    /// </remarks>
    public override IsolationLevel IsolationLevel { get; }

    /// <summary>Null once the transaction has ended.</summary>
    public new PostModernConnection? Connection => _hasEnded ? null : _connection;

    /// <inheritdoc />
    public override bool SupportsSavepoints => true;

    /// <inheritdoc />
    protected override DbConnection? DbConnection => Connection;

    /// <inheritdoc />
    public override void Commit() => SyncBridge.Run(() => CommitAsync());

    /// <summary>Makes the changes visible, one new version a dataset. The transaction has ended then, also when this fails.</summary>
    /// <exception cref="PostModernException">Conflict: another writer came first, and nothing is committed unless the message says so.</exception>
    /// <exception cref="InvalidOperationException">The transaction has ended, or a reader is open.</exception>
    /// <exception cref="ObjectDisposedException">The transaction is disposed.</exception>
    public override Task CommitAsync(CancellationToken cancellationToken = default) => EndAsync("COMMIT", cancellationToken);

    /// <inheritdoc />
    public override void Rollback() => SyncBridge.Run(() => RollbackAsync());

    /// <summary>Drops the changes.</summary>
    /// <inheritdoc cref="CommitAsync" path="/exception" />
    public override Task RollbackAsync(CancellationToken cancellationToken = default) => EndAsync("ROLLBACK", cancellationToken);

    /// <inheritdoc />
    public override void Save(string savepointName) => SyncBridge.Run(() => SaveAsync(savepointName));

    /// <summary>Marks the present state, to come back to it.</summary>
    /// <inheritdoc cref="CommitAsync" path="/exception" />
    public override Task SaveAsync(string savepointName, CancellationToken cancellationToken = default) =>
        ControlAsync("SAVEPOINT", savepointName, cancellationToken);

    /// <inheritdoc />
    public override void Rollback(string savepointName) => SyncBridge.Run(() => RollbackAsync(savepointName));

    /// <summary>Goes back to a savepoint, which stays.</summary>
    /// <exception cref="PostModernException">NotFound: there is no such savepoint.</exception>
    /// <inheritdoc cref="CommitAsync" path="/exception" />
    public override Task RollbackAsync(string savepointName, CancellationToken cancellationToken = default) =>
        ControlAsync("ROLLBACK TO SAVEPOINT", savepointName, cancellationToken);

    /// <inheritdoc />
    public override void Release(string savepointName) => SyncBridge.Run(() => ReleaseAsync(savepointName));

    /// <summary>Forgets a savepoint; the changes stay.</summary>
    /// <inheritdoc cref="RollbackAsync(string, CancellationToken)" path="/exception" />
    public override Task ReleaseAsync(string savepointName, CancellationToken cancellationToken = default) =>
        ControlAsync("RELEASE SAVEPOINT", savepointName, cancellationToken);

    /// <summary>Rolls back unless the transaction has ended; an open reader of the connection is closed.</summary>
    [SuppressMessage("Usage", "CA2215", Justification = "The base class would roll back a second time.")]
    public override async ValueTask DisposeAsync()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            await AbandonAsync();
        }
    }

    internal static async ValueTask<PostModernTransaction> BeginAsync(
        PostModernConnection connection, IsolationLevel isolationLevel, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _ = connection.OpenSession;
        var transaction = connection.Activity.Enter(new PostModernTransaction(connection, isolationLevel));
        try
        {
            await connection.ControlAsync("BEGIN", cancellationToken);
            return transaction;
        }
        catch
        {
            transaction.End();
            throw;
        }
    }

    /// <summary>The connection that a command can run on.</summary>
    /// <exception cref="InvalidOperationException">There is none, it is closed, or the command's transaction isn't its open one.</exception>
    internal static PostModernConnection Check(PostModernConnection? connection, PostModernTransaction? transaction)
    {
        if (connection is null)
        {
            throw new InvalidOperationException("The command has no connection.");
        }

        _ = connection.OpenSession;
        if (transaction is { _hasEnded: true })
        {
            throw new InvalidOperationException("The command's transaction has ended; set another one, or null.");
        }

        return transaction is null || transaction._connection == connection
            ? connection
            : throw new InvalidOperationException("The command's transaction belongs to another connection.");
    }

    /// <summary>Ends it here; what the server does about it is the caller's matter.</summary>
    internal void End()
    {
        _hasEnded = true;
        _connection.Activity.Leave(this);
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isDisposed)
        {
            _isDisposed = true;
            if (!_hasEnded)
            {
                SyncBridge.Run(AbandonAsync);
            }
        }

        base.Dispose(disposing);
    }

    private async Task EndAsync(string statement, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ThrowIfEnded();
        _connection.Activity.ThrowIfBusy();
        try
        {
            await _connection.ControlAsync(statement, cancellationToken);
        }
        catch
        {
            // Whether the server still has it is unknown; the session forgets it at the latest when the connection closes.
            if (_connection.State == ConnectionState.Open)
            {
                _connection.OpenSession.HasTraces = true;
            }

            throw;
        }
        finally
        {
            End();
        }
    }

    private Task ControlAsync(string verb, string savepointName, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(savepointName);
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled(cancellationToken);
        }

        ThrowIfEnded();
        return _connection.ControlAsync($"{verb} {SqlText.Name(savepointName)}", cancellationToken);
    }

    private async Task AbandonAsync()
    {
        if (_hasEnded)
        {
            return;
        }

        try
        {
            await _connection.Activity.CloseReaderAsync();
            await EndAsync("ROLLBACK", CancellationToken.None);
        }
        catch (PostModernException)
        {
            // Disposing doesn't fail. The session is lost, or is reset before anybody else gets it.
        }
    }

    private void ThrowIfEnded()
    {
        // Disposing doesn't keep it from being rolled back, but from being used.
        ObjectDisposedException.ThrowIf(_isDisposed && _hasEnded, this);
        if (_hasEnded)
        {
            throw new InvalidOperationException("The transaction has ended: it was committed or rolled back, or its connection was closed.");
        }
    }
}
