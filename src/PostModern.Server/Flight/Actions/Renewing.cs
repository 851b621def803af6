using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using PostModern.Flight.Commands;
using PostModern.Flight.Messages;
using PostModern.Server.Flight.Commands;
using PostModern.Server.Sessions;

namespace PostModern.Server.Flight.Actions;

/// <summary>RenewFlightEndpoint: polled results are kept longer; all other endpoints never expire.</summary>
internal static class Renewing
{
    public static Task<ByteString?> RenewAsync(CallContext context, ByteString body)
    {
        var endpoint = RenewFlightEndpointRequest.Parser.ParseFrom(body).Endpoint ?? new FlightEndpoint();
        var id = FlightSqlCommand.TryUnpack(endpoint.Ticket?.Ticket_ ?? ByteString.Empty, out var command) && command is TicketStatementQuery statement
            ? StatementQuery.Open(context, statement).Id
            : Guid.Empty;
        endpoint.ExpirationTime = null;
        if (context.Session.Background.Find(id) is { } kept)
        {
            BackgroundStatements.Renew(kept);
            endpoint.ExpirationTime = Timestamp.FromDateTimeOffset(kept.Expires);
        }

        return Task.FromResult<ByteString?>(endpoint.ToByteString());
    }
}
