using Google.Protobuf;
using PostModern.Arrow.Types;
using PostModern.Flight.Commands;
using PostModern.Flight.Messages;
using PostModern.Server.Sessions;

namespace PostModern.Server.Flight.Commands;

/// <summary>Primary and foreign keys: datasets have none, so the answers are empty, with the schemas that drivers expect.</summary>
internal static class GetKeys
{
    public static Schema GetSchema(IMessage command) =>
        command is CommandGetPrimaryKeys ? MetadataSchemas.PrimaryKeys : MetadataSchemas.ForeignKeys;

    public static FlightInfo GetFlightInfo(FlightDescriptor descriptor, IMessage command) =>
        MetadataCommand.Plan(descriptor, GetSchema(command), command);

    public static Task DoGetAsync(CallContext context, IMessage command) =>
        MetadataCommand.SendAsync(context, MetadataBatch.FromRows(GetSchema(command), []));
}
