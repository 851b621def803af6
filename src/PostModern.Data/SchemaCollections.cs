using System.Data;
using System.Data.Common;
using System.Globalization;
using PostModern.Data.Transport;

namespace PostModern.Data;

/// <summary>The collections of <see cref="PostModernConnection.GetSchema(string)"/>.</summary>
internal static class SchemaCollections
{
    private static readonly SchemaCollection[] All =
    [
        new(DbMetaDataCollectionNames.MetaDataCollections, [], 0, (_, _, _) => Task.FromResult(Collections())),
        new(DbMetaDataCollectionNames.DataSourceInformation, [], 0, ServerCollections.DataSourceInformationAsync),
        new(DbMetaDataCollectionNames.DataTypes, [], 0, (_, _, _) => Task.FromResult(TypeCollection.DataTypes())),
        new(DbMetaDataCollectionNames.ReservedWords, [], 0, ServerCollections.ReservedWordsAsync),
        new(DbMetaDataCollectionNames.Restrictions, [], 0, (_, _, _) => Task.FromResult(Restrictions())),
        new("Databases", ["Name"], 1, CatalogCollections.DatabasesAsync),
        new("Catalogs", ["Catalog"], 1, CatalogCollections.CatalogsAsync),
        new("Schemas", ["Catalog", "Schema"], 2, CatalogCollections.SchemasAsync),
        new("TableTypes", [], 0, CatalogCollections.TableTypesAsync),
        new("Tables", ["Catalog", "Schema", "Table", "TableType"], 3, TableCollections.TablesAsync),
        new("Views", ["Catalog", "Schema", "Table"], 3, TableCollections.ViewsAsync),
        new("Columns", ["Catalog", "Schema", "Table", "Column"], 4, TableCollections.ColumnsAsync),
        new("ViewColumns", ["Catalog", "Schema", "Table", "Column"], 4, TableCollections.ViewColumnsAsync),
        new("PrimaryKeys", ["Catalog", "Schema", "Table"], 3, KeyCollections.PrimaryKeysAsync),
        new("ForeignKeys", ["Catalog", "Schema", "Table"], 3, KeyCollections.ForeignKeysAsync),
    ];

    /// <exception cref="ArgumentException">There is no such collection, or it has fewer restrictions.</exception>
    public static Task<DataTable> GetAsync(
        ServerSession session, string name, IReadOnlyList<string?> restrictions, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(name);
        var collection = Array.Find(All, known => string.Equals(known.Name, name, StringComparison.OrdinalIgnoreCase))
            ?? throw new ArgumentException(
                $"There is no collection '{name}'; there are: {string.Join(", ", All.Select(known => known.Name))}.", nameof(name));
        if (restrictions.Count > collection.Restrictions.Count)
        {
            throw new ArgumentException(
                $"The collection {collection.Name} has {collection.Restrictions.Count} restrictions, not {restrictions.Count}.", nameof(restrictions));
        }

        return collection.Load(session, restrictions, cancellationToken);
    }

    public static DataTable CreateTable(string name, params ReadOnlySpan<(string Name, Type Type)> columns)
    {
        var table = new DataTable(name) { Locale = CultureInfo.InvariantCulture };
        foreach (var (column, type) in columns)
        {
            table.Columns.Add(column, type);
        }

        return table;
    }

    /// <summary>The restriction at a place; null when it isn't given.</summary>
    public static string? At(IReadOnlyList<string?> restrictions, int index) => index < restrictions.Count ? restrictions[index] : null;

    private static DataTable Collections()
    {
        var table = CreateTable(
            DbMetaDataCollectionNames.MetaDataCollections,
            (DbMetaDataColumnNames.CollectionName, typeof(string)),
            (DbMetaDataColumnNames.NumberOfRestrictions, typeof(int)),
            (DbMetaDataColumnNames.NumberOfIdentifierParts, typeof(int)));
        foreach (var collection in All)
        {
            table.Rows.Add(collection.Name, collection.Restrictions.Count, collection.IdentifierParts);
        }

        return table;
    }

    private static DataTable Restrictions()
    {
        var table = CreateTable(
            DbMetaDataCollectionNames.Restrictions,
            (DbMetaDataColumnNames.CollectionName, typeof(string)),
            ("RestrictionName", typeof(string)),
            ("RestrictionDefault", typeof(string)),
            ("RestrictionNumber", typeof(int)));
        foreach (var collection in All)
        {
            for (var i = 0; i < collection.Restrictions.Count; i++)
            {
                table.Rows.Add(collection.Name, collection.Restrictions[i], null, i + 1);
            }
        }

        return table;
    }
}
