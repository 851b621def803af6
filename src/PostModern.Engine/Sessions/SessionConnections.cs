using PostModern.DuckDb;
using PostModern.Engine.Catalog;
using PostModern.Engine.Execution;
using PostModern.Engine.Settings;
using PostModern.Engine.Sql;

namespace PostModern.Engine.Sessions;

/// <summary>A session's own connection, which has its temporary tables, and side connections for while that one is busy.</summary>
internal sealed class SessionConnections(EngineServices services, SessionOptions options) : IDisposable
{
    private readonly Connection _main = services.Connect();
    private string _mainSchema = DatasetCatalog.DefaultSchema;
    private int _mainIsBusy;

    /// <summary>A connection for one statement, set up as the session is.</summary>
    public ConnectionLease Lease()
    {
        var isMain = Interlocked.CompareExchange(ref _mainIsBusy, 1, 0) == 0;
        var lease = isMain ? new ConnectionLease(_main, () => Volatile.Write(ref _mainIsBusy, 0)) : Side();
        try
        {
            var schema = options.Schema;
            Use(lease.Connection, isMain ? _mainSchema : DatasetCatalog.DefaultSchema, schema);
            _mainSchema = isMain ? schema : _mainSchema;
            return lease;
        }
        catch
        {
            lease.Dispose();
            throw;
        }
    }

    public void Dispose() => _main.Dispose();

    private ConnectionLease Side()
    {
        var side = services.Connect();
        return new ConnectionLease(side, side.Dispose);
    }

    private static void Use(Connection connection, string present, string wanted)
    {
        if (present != wanted)
        {
            connection.Execute($"USE {SqlText.Name(DatasetCatalog.CatalogName)}.{SqlText.Name(wanted)}");
        }
    }
}
