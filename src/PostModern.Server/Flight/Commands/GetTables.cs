using PostModern.Arrow.Errors;
using PostModern.Arrow.Ipc;
using PostModern.Arrow.Types;
using PostModern.Flight.Commands;
using PostModern.Flight.Messages;
using PostModern.Server.Sessions;

namespace PostModern.Server.Flight.Commands;

/// <summary>The tables and views by catalog, patterns and types, with their columns if asked for.</summary>
internal static class GetTables
{
    private static readonly Schema NoColumns = new();

    public static Schema GetSchema(CommandGetTables command) =>
        command.IncludeSchema ? MetadataSchemas.TablesWithSchema : MetadataSchemas.Tables;

    public static FlightInfo GetFlightInfo(FlightDescriptor descriptor, CommandGetTables command) =>
        MetadataCommand.Plan(descriptor, GetSchema(command), command);

    public static async Task DoGetAsync(CallContext context, CommandGetTables command)
    {
        var rows = await CatalogQuery.ReadAsync(context, ToSql(command));
        if (command.IncludeSchema)
        {
            for (var i = 0; i < rows.Count; i++)
            {
                rows[i] = [.. rows[i], await ReadTableSchemaAsync(context, rows[i])];
            }
        }

        await MetadataCommand.SendAsync(context, MetadataBatch.FromRows(GetSchema(command), rows));
    }

    private static string ToSql(CommandGetTables command)
    {
        var catalog = CatalogQuery.Named("table_catalog", command.HasCatalog ? command.Catalog : null);
        var schema = CatalogQuery.Like("table_schema", command.HasDbSchemaFilterPattern ? command.DbSchemaFilterPattern : null);
        var table = CatalogQuery.Like("table_name", command.HasTableNameFilterPattern ? command.TableNameFilterPattern : null);
        var type = CatalogQuery.OneOf("table_type", command.TableTypes);
        return "SELECT table_catalog, table_schema, table_name, table_type FROM pm.tables "
            + $"WHERE {catalog} AND {schema} AND {table} AND {type} ORDER BY ALL";
    }

    private static async Task<byte[]> ReadTableSchemaAsync(CallContext context, object?[] row)
    {
        var (catalog, dbSchema, table) = ((string)row[0]!, (string)row[1]!, (string)row[2]!);
        try
        {
            var sql = $"SELECT * FROM {CatalogQuery.Identifier(dbSchema)}.{CatalogQuery.Identifier(table)}";
            await using var statement = await context.Session.Engine.PrepareAsync(sql, context.Cancelled);
            return SchemaMessage.EncodeEncapsulated(ResultSchema.Describe(statement.Schema, catalog, dbSchema, table));
        }
        catch (ServerException e) when (e.Code is not (ErrorCode.Internal or ErrorCode.Cancelled))
        {
            // A view whose table is gone must not hide all the others, and drivers crash on a null here.
            return SchemaMessage.EncodeEncapsulated(NoColumns);
        }
    }
}
