using System.Data;
using Google.Protobuf;
using PostModern.Data.Transport;
using PostModern.Flight.Messages;

namespace PostModern.Data;

/// <summary>Databases, Catalogs, Schemas and TableTypes, from the Flight SQL commands of the same names.</summary>
internal static class CatalogCollections
{
    public static Task<DataTable> DatabasesAsync(
        ServerSession session, IReadOnlyList<string?> restrictions, CancellationToken cancellationToken) =>
        ReadAsync("Databases", ["DATABASE_NAME"], session, new CommandGetCatalogs(), restrictions, cancellationToken);

    public static Task<DataTable> CatalogsAsync(
        ServerSession session, IReadOnlyList<string?> restrictions, CancellationToken cancellationToken) =>
        ReadAsync("Catalogs", ["CATALOG_NAME"], session, new CommandGetCatalogs(), restrictions, cancellationToken);

    public static Task<DataTable> SchemasAsync(
        ServerSession session, IReadOnlyList<string?> restrictions, CancellationToken cancellationToken) =>
        ReadAsync("Schemas", ["CATALOG_NAME", "SCHEMA_NAME"], session, new CommandGetDbSchemas(), restrictions, cancellationToken);

    public static Task<DataTable> TableTypesAsync(
        ServerSession session, IReadOnlyList<string?> restrictions, CancellationToken cancellationToken) =>
        ReadAsync("TableTypes", ["TABLE_TYPE"], session, new CommandGetTableTypes(), restrictions, cancellationToken);

    /// <summary>A command's first columns, all text, narrowed here: these lists are short.</summary>
    private static async Task<DataTable> ReadAsync(
        string name, string[] columns, ServerSession session, IMessage command, IReadOnlyList<string?> restrictions, CancellationToken cancellationToken)
    {
        var table = SchemaCollections.CreateTable(name, [.. columns.Select(column => (column, typeof(string)))]);
        await foreach (var batch in session.DescribeAsync(command, cancellationToken))
        {
            for (var row = 0; row < batch.Length; row++)
            {
                var cells = columns.Select((_, i) => batch.Columns[i].GetString(row)).ToArray();
                if (cells.Select((cell, i) => SchemaCollections.At(restrictions, i) is not { } wanted || wanted == cell).All(fits => fits))
                {
                    table.Rows.Add([.. cells.Select(cell => (object?)cell)]);
                }
            }
        }

        return table;
    }
}
