using Google.Protobuf;
using PostModern.Arrow.Ipc;
using PostModern.Arrow.Types;
using PostModern.Flight.Messages;

namespace PostModern.Server.Flight.Commands;

/// <summary>The answers to GetFlightInfo.</summary>
internal static class FlightInfos
{
    /// <summary>One endpoint without a location, which means here: drivers connect to the first location they see.</summary>
    /// <param name="descriptor">As the client sent it.</param>
    /// <param name="schema">Exactly the stream's.</param>
    /// <param name="ticket">Null while there is nothing to fetch yet.</param>
    /// <param name="totalRecords">−1 when unknown.</param>
    public static FlightInfo Create(FlightDescriptor descriptor, Schema schema, ByteString? ticket, long totalRecords = -1) => new()
    {
        Schema = ByteString.CopyFrom(SchemaMessage.EncodeEncapsulated(schema)),
        FlightDescriptor = descriptor,
        Endpoint = { Endpoints(ticket) },
        TotalRecords = totalRecords,
        TotalBytes = -1,
        Ordered = true,
    };

    private static FlightEndpoint[] Endpoints(ByteString? ticket) =>
        ticket is null ? [] : [new FlightEndpoint { Ticket = new Ticket { Ticket_ = ticket } }];
}
