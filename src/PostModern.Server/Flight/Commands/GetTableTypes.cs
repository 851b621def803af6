using PostModern.Arrow.Types;
using PostModern.Flight.Commands;
using PostModern.Flight.Messages;
using PostModern.Server.Sessions;

namespace PostModern.Server.Flight.Commands;

/// <summary>What <c>table_type</c> can be.</summary>
internal static class GetTableTypes
{
    private static readonly object?[][] Types = [["LOCAL TEMPORARY"], ["SYSTEM TABLE"], ["TABLE"], ["VIEW"]];

    public static Schema GetSchema(CommandGetTableTypes command) => MetadataSchemas.TableTypes;

    public static FlightInfo GetFlightInfo(FlightDescriptor descriptor, CommandGetTableTypes command) =>
        MetadataCommand.Plan(descriptor, GetSchema(command), command);

    public static Task DoGetAsync(CallContext context, CommandGetTableTypes command) =>
        MetadataCommand.SendAsync(context, MetadataBatch.FromRows(GetSchema(command), Types));
}
