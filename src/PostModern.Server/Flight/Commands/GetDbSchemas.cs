using PostModern.Arrow.Types;
using PostModern.Flight.Commands;
using PostModern.Flight.Messages;
using PostModern.Server.Sessions;

namespace PostModern.Server.Flight.Commands;

/// <summary>The schemas, by catalog and pattern.</summary>
internal static class GetDbSchemas
{
    public static Schema GetSchema(CommandGetDbSchemas command) => MetadataSchemas.DbSchemas;

    public static FlightInfo GetFlightInfo(FlightDescriptor descriptor, CommandGetDbSchemas command) =>
        MetadataCommand.Plan(descriptor, GetSchema(command), command);

    public static async Task DoGetAsync(CallContext context, CommandGetDbSchemas command)
    {
        var catalog = CatalogQuery.Named("catalog_name", command.HasCatalog ? command.Catalog : null);
        var schema = CatalogQuery.Like("schema_name", command.HasDbSchemaFilterPattern ? command.DbSchemaFilterPattern : null);
        var rows = await CatalogQuery.ReadAsync(
            context, $"SELECT catalog_name, schema_name FROM pm.schemas WHERE {catalog} AND {schema} ORDER BY ALL");
        await MetadataCommand.SendAsync(context, MetadataBatch.FromRows(GetSchema(command), rows));
    }
}
