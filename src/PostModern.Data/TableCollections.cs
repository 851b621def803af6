using System.Data;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Ipc;
using PostModern.Arrow.Types;
using PostModern.Data.Readers;
using PostModern.Data.Transport;
using PostModern.Flight.Messages;

namespace PostModern.Data;

/// <summary>Tables and Columns, from Flight SQL's GetTables.</summary>
internal static class TableCollections
{
    private const int SchemaColumn = 4;

    private const string View = "VIEW";

    public static Task<DataTable> TablesAsync(
        ServerSession session, IReadOnlyList<string?> restrictions, CancellationToken cancellationToken) =>
        ReadTablesAsync("Tables", session, restrictions, SchemaCollections.At(restrictions, 3), cancellationToken);

    public static Task<DataTable> ViewsAsync(
        ServerSession session, IReadOnlyList<string?> restrictions, CancellationToken cancellationToken) =>
        ReadTablesAsync("Views", session, restrictions, View, cancellationToken);

    public static Task<DataTable> ColumnsAsync(
        ServerSession session, IReadOnlyList<string?> restrictions, CancellationToken cancellationToken) =>
        ReadColumnsAsync("Columns", session, restrictions, null, cancellationToken);

    public static Task<DataTable> ViewColumnsAsync(
        ServerSession session, IReadOnlyList<string?> restrictions, CancellationToken cancellationToken) =>
        ReadColumnsAsync("ViewColumns", session, restrictions, View, cancellationToken);

    private static async Task<DataTable> ReadTablesAsync(
        string name, ServerSession session, IReadOnlyList<string?> restrictions, string? tableType, CancellationToken cancellationToken)
    {
        var table = SchemaCollections.CreateTable(
            name,
            ("TABLE_CATALOG", typeof(string)),
            ("TABLE_SCHEMA", typeof(string)),
            ("TABLE_NAME", typeof(string)),
            ("TABLE_TYPE", typeof(string)));
        await foreach (var batch in session.DescribeAsync(Command(restrictions, tableType), cancellationToken))
        {
            for (var row = 0; row < batch.Length; row++)
            {
                table.Rows.Add([.. batch.Columns.Select(column => (object?)column.GetString(row))]);
            }
        }

        return table;
    }

    private static async Task<DataTable> ReadColumnsAsync(
        string name, ServerSession session, IReadOnlyList<string?> restrictions, string? tableType, CancellationToken cancellationToken)
    {
        var table = SchemaCollections.CreateTable(
            name,
            ("TABLE_CATALOG", typeof(string)),
            ("TABLE_SCHEMA", typeof(string)),
            ("TABLE_NAME", typeof(string)),
            ("COLUMN_NAME", typeof(string)),
            ("ORDINAL_POSITION", typeof(int)),
            ("IS_NULLABLE", typeof(string)),
            ("DATA_TYPE", typeof(string)),
            ("NUMERIC_PRECISION", typeof(int)),
            ("NUMERIC_SCALE", typeof(int)));
        var command = Command(restrictions, tableType);
        command.IncludeSchema = true;
        await foreach (var batch in session.DescribeAsync(command, cancellationToken))
        {
            for (var row = 0; row < batch.Length; row++)
            {
                AddColumns(table, batch, row, SchemaCollections.At(restrictions, 3));
            }
        }

        return table;
    }

    private static void AddColumns(DataTable table, RecordBatch batch, int row, string? only)
    {
        var fields = SchemaMessage.Decode(batch.Columns[SchemaColumn].GetBytes(row)).Fields;
        for (var i = 0; i < fields.Count; i++)
        {
            if (only is null || fields[i].Name == only)
            {
                var number = fields[i].Type as DecimalType;
                table.Rows.Add(
                    batch.Columns[0].GetString(row),
                    batch.Columns[1].GetString(row),
                    batch.Columns[2].GetString(row),
                    fields[i].Name,
                    i + 1,
                    fields[i].IsNullable ? "YES" : "NO",
                    TypeNames.Of(fields[i]),
                    number?.Precision,
                    number?.Scale);
            }
        }
    }

    private static CommandGetTables Command(IReadOnlyList<string?> restrictions, string? tableType)
    {
        var command = new CommandGetTables();
        if (SchemaCollections.At(restrictions, 0) is { } catalog)
        {
            command.Catalog = catalog;
        }

        if (SchemaCollections.At(restrictions, 1) is { } schema)
        {
            command.DbSchemaFilterPattern = Literal(schema);
        }

        if (SchemaCollections.At(restrictions, 2) is { } name)
        {
            command.TableNameFilterPattern = Literal(name);
        }

        if (tableType is not null)
        {
            command.TableTypes.Add(tableType);
        }

        return command;
    }

    // Restrictions are names, Flight's filters are patterns.
    public static string Literal(string name) =>
        name.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal);
}
