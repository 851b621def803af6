using Google.Protobuf;
using PostModern.Arrow.Ipc;
using PostModern.Arrow.Types;
using PostModern.Flight.Messages;

namespace PostModern.Server.Flight.Commands;

/// <summary>The answers to GetFlightInfo.</summary>
internal static class FlightInfos
{
    /// <summary>One endpoint without a location, which means here: drivers connect to the first location they see.</summary>
    public static FlightInfo Create(FlightDescriptor descriptor, Schema schema, ByteString ticket, long totalRecords = -1) => new()
    {
        Schema = ByteString.CopyFrom(SchemaMessage.EncodeEncapsulated(schema)),
        FlightDescriptor = descriptor,
        Endpoint = { new FlightEndpoint { Ticket = new Ticket { Ticket_ = ticket } } },
        TotalRecords = totalRecords,
        TotalBytes = -1,
        Ordered = true,
    };
}
