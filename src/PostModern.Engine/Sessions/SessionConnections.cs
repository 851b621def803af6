using PostModern.Arrow.Errors;
using PostModern.DuckDb;
using PostModern.DuckDb.Types;
using PostModern.Engine.Catalog;
using PostModern.Engine.Execution;
using PostModern.Engine.Planning;
using PostModern.Engine.Settings;
using PostModern.Engine.Sql;

namespace PostModern.Engine.Sessions;

/// <summary>A session's own connection, which has its temporary tables, and side connections for while that one is busy.</summary>
internal sealed class SessionConnections(EngineServices services) : IDisposable
{
    // A cancelled statement holds the connection for some milliseconds, and its client may send the next before the cancellation is known here.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Connection _main = services.Connect();
    private readonly SemaphoreSlim _mainIsFree = new(1, 1);
    private string _mainSchema = DatasetCatalog.DefaultSchema;
    private volatile bool _isUnique;
    private volatile bool _isHeld;

    /// <summary>A connection for one statement.</summary>
    /// <param name="values">What to set it up with.</param>
    /// <param name="cancellation">Stops waiting for the session's own connection.</param>
    public async Task<ConnectionLease> LeaseAsync(SessionValues values, CancellationToken cancellation)
    {
        var isMain = await TryTakeMainAsync(cancellation);
        var lease = isMain ? new ConnectionLease(_main, isOwn: true, GiveMainBack) : Side();
        try
        {
            Use(lease.Connection, isMain ? _mainSchema : DatasetCatalog.DefaultSchema, values.Schema);
            _mainSchema = isMain ? values.Schema : _mainSchema;
            lease.Connection.ResultOptions = new ResultOptions
            {
                EnumsAsDictionaries = values.EnumsAsDictionaries,
                WidensUnsigned = values.WidensUnsigned,
            };
            return lease;
        }
        catch
        {
            lease.Dispose();
            throw;
        }
    }

    /// <summary>The session's own connection, for what changes its temporary tables or settings. From now on all statements wait a while for it.</summary>
    /// <exception cref="ServerException">Conflict: another statement holds it for longer than a while.</exception>
    public async Task<ConnectionLease> LeaseOwnAsync(SessionValues values, CancellationToken cancellation)
    {
        (_isUnique, _isHeld) = (true, false);
        var lease = await LeaseAsync(values, cancellation);
        if (lease.IsOwn)
        {
            return lease;
        }

        lease.Dispose();
        throw Busy();
    }

    public static ServerException Busy() => new(
        ErrorCode.Conflict,
        "The session is still busy with another result, and what changes its temporary tables or settings must wait. Read that result to its end or cancel it.");

    public void Dispose()
    {
        _main.Dispose();
        _mainIsFree.Dispose();
    }

    /// <summary>Waits only where it matters, and once a result: whoever reads that slowly would make each further statement wait.</summary>
    private async Task<bool> TryTakeMainAsync(CancellationToken cancellation)
    {
        var isMain = await _mainIsFree.WaitAsync(_isUnique && !_isHeld ? Patience : TimeSpan.Zero, cancellation);
        _isHeld = !isMain;
        return isMain;
    }

    private void GiveMainBack()
    {
        _isHeld = false;
        _mainIsFree.Release();
    }

    private ConnectionLease Side()
    {
        var side = services.Connect();
        return new ConnectionLease(side, isOwn: false, side.Dispose);
    }

    private static void Use(Connection connection, string present, string wanted)
    {
        if (present != wanted)
        {
            // Another server may have made the schema, and DuckDB not have met it yet.
            var schema = $"{SqlText.Name(DatasetCatalog.CatalogName)}.{SqlText.Name(wanted)}";
            using var done = DuckDbErrors.Translate(() => connection.Query($"CREATE SCHEMA IF NOT EXISTS {schema}; USE {schema}"));
        }
    }
}
