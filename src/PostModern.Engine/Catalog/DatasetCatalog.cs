using PostModern.Engine.Sql;
using PostModern.Lake.Catalog;
using PostModern.Lake.Delta;

namespace PostModern.Engine.Catalog;

/// <summary>What is committed: the datasets of the warehouse, by the names that statements use.</summary>
internal sealed class DatasetCatalog(Warehouse warehouse)
{
    /// <summary>The catalog that all datasets are in.</summary>
    public const string CatalogName = "postmodern";

    /// <summary>The schema of names without one, until a session takes another.</summary>
    public const string DefaultSchema = Warehouse.DefaultSchema;

    public Warehouse Warehouse { get; } = warehouse;

    /// <summary>Hears of every version that a statement or transaction has made; null when nobody listens.</summary>
    public Action<Dataset, Snapshot, ChangeNote>? Committed { get; init; }

    /// <summary>The names of all datasets, whatever their schema.</summary>
    public async ValueTask<IEnumerable<string>> NamesAsync(CancellationToken cancellation) =>
        (await Warehouse.ListAsync(cancellation)).Select(d => d.Name);

    /// <param name="name">With its schema.</param>
    /// <param name="cancellation">Stops the look-up.</param>
    /// <returns>Null when there is no such dataset: the name may be a view, a temporary table or a CTE.</returns>
    public async ValueTask<Dataset?> TryResolveAsync(TableName name, CancellationToken cancellation)
    {
        return Has(name.Catalog) ? await Warehouse.TryOpenAsync(name.Schema ?? DefaultSchema, name.Name, cancellation) : null;
    }

    /// <summary>Whether datasets can be in a catalog; null means ours.</summary>
    public static bool Has(string? catalog) => catalog is null || catalog.Equals(CatalogName, StringComparison.OrdinalIgnoreCase);
}
