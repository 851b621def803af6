using PostModern.Arrow.Errors;

namespace PostModern.Lake.Catalog;

/// <summary>Which datasets there are, and how one appears and vanishes in one step. Names compare without case.</summary>
internal interface IWarehouseCatalog
{
    /// <summary>The schemas that were made or have datasets.</summary>
    Task<IReadOnlyList<string>> ListSchemasAsync(CancellationToken cancellationToken);

    /// <summary>Whether there was such a schema when this process last looked.</summary>
    bool IsKnownSchema(string schema);

    Task<IReadOnlyList<CatalogEntry>> ListAsync(CancellationToken cancellationToken);

    Task<CatalogEntry?> FindAsync(string schema, string name, CancellationToken cancellationToken);

    /// <summary>A place that nobody sees, for a dataset in the making.</summary>
    Task<CatalogEntry> StartAsync(string schema, string name, CancellationToken cancellationToken);

    /// <summary>Gives a complete draft its name in one step.</summary>
    /// <returns>Null when the name is taken.</returns>
    Task<CatalogEntry?> PublishAsync(CatalogEntry draft, CancellationToken cancellationToken);

    /// <summary>Removes what a draft left that isn't published.</summary>
    Task DiscardAsync(CatalogEntry draft);

    /// <summary>Takes a dataset's name away in one step, then removes its files.</summary>
    /// <returns>False when it is gone already.</returns>
    Task<bool> DropAsync(CatalogEntry dataset, CancellationToken cancellationToken);

    /// <summary>Gives a dataset another name in its schema in one step.</summary>
    /// <returns>Null when the name is taken.</returns>
    /// <exception cref="ServerException">Unsupported: names and places can't be changed together here.</exception>
    Task<CatalogEntry?> RenameAsync(CatalogEntry dataset, string name, CancellationToken cancellationToken);

    Task CreateSchemaAsync(string schema, CancellationToken cancellationToken);

    /// <summary>Removes a schema.</summary>
    /// <returns>False when it has datasets.</returns>
    /// <exception cref="ServerException">NotFound.</exception>
    Task<bool> DropSchemaAsync(string schema, CancellationToken cancellationToken);
}
