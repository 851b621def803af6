using PostModern.DuckDb;
using PostModern.Engine.Catalog;
using PostModern.Engine.Functions;
using PostModern.Engine.OpenLineage;
using PostModern.Engine.Planning;
using PostModern.Lake.Connections;

namespace PostModern.Engine.Execution;

/// <summary>What all sessions of an engine share. The engine owns it.</summary>
internal sealed record EngineServices(
    Database Database, DatasetCatalog Catalog, Planner Planner, StatementContexts Contexts, ErrorLog Errors, InferenceLog Inferences, Uploads Uploads)
{
    /// <summary>The named connections to other services.</summary>
    public required ConnectionList Connections { get; init; }

    /// <summary>The models that users make.</summary>
    public required UserModels Models { get; init; }

    /// <summary>Tells other systems of the versions that are made; null when nobody is to be told.</summary>
    public LineageEvents? Events { get; init; }

    /// <summary>A new connection, set up like every other.</summary>
    public Connection Connect() => Connect(Database);

    /// <inheritdoc cref="Connect()"/>
    public static Connection Connect(Database database)
    {
        var connection = database.Connect();
        connection.Execute($"USE {DatasetCatalog.CatalogName}");

        // A time without a zone means the same to every client.
        connection.Execute("SET TimeZone = 'UTC'");
        return connection;
    }
}
