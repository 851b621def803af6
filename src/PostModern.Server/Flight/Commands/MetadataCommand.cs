using Google.Protobuf;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;
using PostModern.Flight.Commands;
using PostModern.Flight.Messages;
using PostModern.Flight.Streams;
using PostModern.Server.Sessions;

namespace PostModern.Server.Flight.Commands;

/// <summary>What the metadata commands share: the ticket is the command itself, and the answer's schema is fixed by Flight SQL.</summary>
internal static class MetadataCommand
{
    public static FlightInfo Plan(FlightDescriptor descriptor, Schema schema, IMessage command) =>
        FlightInfos.Create(descriptor, schema, FlightSqlCommand.Pack(command));

    public static async Task SendAsync(CallContext context, RecordBatch batch)
    {
        var output = new BatchStreamWriter(context.Call.Output, batch.Schema);
        await output.WriteSchemaAsync(null, context.Cancelled);
        await output.WriteBatchAsync(batch, context.Cancelled);
    }
}
