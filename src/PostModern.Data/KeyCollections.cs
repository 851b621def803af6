using System.Data;
using Google.Protobuf;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;
using PostModern.Data.Transport;
using PostModern.Flight.Commands;
using PostModern.Flight.Messages;

namespace PostModern.Data;

/// <summary>PrimaryKeys and ForeignKeys of the tables that the restrictions let through; datasets have none, other servers' tables may.</summary>
internal static class KeyCollections
{
    public static Task<DataTable> PrimaryKeysAsync(
        ServerSession session, IReadOnlyList<string?> restrictions, CancellationToken cancellationToken) =>
        ReadAsync(
            "PrimaryKeys",
            MetadataSchemas.PrimaryKeys,
            session,
            restrictions,
            table => new CommandGetPrimaryKeys { Catalog = table.Catalog, DbSchema = table.Schema, Table = table.Name },
            cancellationToken);

    public static Task<DataTable> ForeignKeysAsync(
        ServerSession session, IReadOnlyList<string?> restrictions, CancellationToken cancellationToken) =>
        ReadAsync(
            "ForeignKeys",
            MetadataSchemas.ForeignKeys,
            session,
            restrictions,
            table => new CommandGetImportedKeys { Catalog = table.Catalog, DbSchema = table.Schema, Table = table.Name },
            cancellationToken);

    // Flight SQL asks for one table's keys at a time.
    private static async Task<DataTable> ReadAsync(
        string name,
        Schema schema,
        ServerSession session,
        IReadOnlyList<string?> restrictions,
        Func<(string Catalog, string Schema, string Name), IMessage> command,
        CancellationToken cancellationToken)
    {
        var keys = SchemaCollections.CreateTable(name, [.. schema.Fields.Select(field => (field.Name.ToUpperInvariant(), ClrType(field)))]);
        using var tables = await TableCollections.TablesAsync(session, restrictions, cancellationToken);
        foreach (DataRow table in tables.Rows)
        {
            var request = command((table[0] as string ?? "", table[1] as string ?? "", (string)table[2]));
            await foreach (var batch in session.DescribeAsync(request, cancellationToken))
            {
                for (var row = 0; row < batch.Length; row++)
                {
                    keys.Rows.Add([.. batch.Columns.Select(column => ColumnValue.Get(column, row))]);
                }
            }
        }

        return keys;
    }

    private static Type ClrType(Field field) => field.Type switch
    {
        IntType { BitWidth: 8 } => typeof(byte),
        IntType => typeof(int),
        _ => typeof(string),
    };
}
