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
    private readonly Connection _main = services.Connect();
    private string _mainSchema = DatasetCatalog.DefaultSchema;
    private int _mainIsBusy;

    /// <summary>A connection for one statement.</summary>
    /// <param name="values">What to set it up with.</param>
    public ConnectionLease Lease(SessionValues values)
    {
        var isMain = Interlocked.CompareExchange(ref _mainIsBusy, 1, 0) == 0;
        var lease = isMain ? new ConnectionLease(_main, isOwn: true, () => Volatile.Write(ref _mainIsBusy, 0)) : Side();
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

    /// <summary>The session's own connection, for what concerns its temporary tables.</summary>
    /// <exception cref="ServerException">Conflict: it is busy.</exception>
    public ConnectionLease LeaseOwn(SessionValues values)
    {
        var lease = Lease(values);
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

    public void Dispose() => _main.Dispose();

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
