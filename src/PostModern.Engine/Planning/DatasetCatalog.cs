using PostModern.Arrow.Errors;
using PostModern.Engine.Sql;
using PostModern.Lake.Catalog;

namespace PostModern.Engine.Planning;

/// <summary>Resolves the names of statements to datasets of the warehouse.</summary>
internal sealed class DatasetCatalog(Warehouse warehouse)
{
    /// <summary>The catalog that all datasets are in.</summary>
    public const string CatalogName = "postmodern";

    /// <summary>The schema of names without one.</summary>
    public const string DefaultSchema = "main";

    public Warehouse Warehouse { get; } = warehouse;

    /// <summary>The names of all datasets, whatever their schema; any case.</summary>
    public async ValueTask<IReadOnlySet<string>> NamesAsync(CancellationToken cancellation) =>
        (await Warehouse.ListAsync(cancellation)).Select(d => d.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <returns>Null when there is no such dataset: the name may be a view, a temporary table or a CTE.</returns>
    public async ValueTask<Dataset?> TryResolveAsync(TableName name, CancellationToken cancellation)
    {
        if (name.Catalog is { } catalog && !catalog.Equals(CatalogName, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        return await Warehouse.TryOpenAsync(name.Schema ?? DefaultSchema, name.Name, cancellation);
    }

    /// <exception cref="ServerException">NotFound.</exception>
    public async ValueTask<Dataset> ResolveAsync(TableName name, CancellationToken cancellation) =>
        await TryResolveAsync(name, cancellation)
        ?? throw new ServerException(ErrorCode.NotFound, $"There is no dataset '{name}'. List them with: FROM pm.datasets.");
}
