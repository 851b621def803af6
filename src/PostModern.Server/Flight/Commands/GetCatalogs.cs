using PostModern.Arrow.Types;
using PostModern.Flight.Commands;
using PostModern.Flight.Messages;
using PostModern.Server.Sessions;

namespace PostModern.Server.Flight.Commands;

/// <summary>The catalogs by name.</summary>
internal static class GetCatalogs
{
    public static Schema GetSchema(CommandGetCatalogs command) => MetadataSchemas.Catalogs;

    public static FlightInfo GetFlightInfo(FlightDescriptor descriptor, CommandGetCatalogs command) =>
        MetadataCommand.Plan(descriptor, GetSchema(command), command);

    public static async Task DoGetAsync(CallContext context, CommandGetCatalogs command)
    {
        var rows = await CatalogQuery.ReadAsync(context, "SELECT DISTINCT catalog_name FROM pm.schemas ORDER BY 1");
        await MetadataCommand.SendAsync(context, MetadataBatch.FromRows(GetSchema(command), rows));
    }
}
