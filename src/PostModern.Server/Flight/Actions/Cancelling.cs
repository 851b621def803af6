using Google.Protobuf;
using PostModern.Flight.Commands;
using PostModern.Flight.Messages;
using PostModern.Server.Flight.Commands;
using PostModern.Server.Sessions;

namespace PostModern.Server.Flight.Actions;

/// <summary>Cancelling a statement by the FlightInfo it was planned with, in its newer and its older form.</summary>
internal static class Cancelling
{
    public static async Task<ByteString?> CancelFlightInfoAsync(CallContext context, ByteString body)
    {
        var status = await CancelAsync(context, CancelFlightInfoRequest.Parser.ParseFrom(body).Info)
            ? CancelStatus.Cancelled
            : CancelStatus.NotCancellable;
        return new CancelFlightInfoResult { Status = status }.ToByteString();
    }

    public static async Task<ByteString?> CancelQueryAsync(CallContext context, ByteString body)
    {
        var request = FlightSqlCommand.Unpack<ActionCancelQueryRequest>(body);
        var result = await CancelAsync(context, FlightInfo.Parser.ParseFrom(request.Info))
            ? ActionCancelQueryResult.Types.CancelResult.Cancelled
            : ActionCancelQueryResult.Types.CancelResult.NotCancellable;
        return FlightSqlCommand.Pack(new ActionCancelQueryResult { Result = result });
    }

    /// <returns>Whether anything was running: what has ended or not begun can't be cancelled.</returns>
    private static async Task<bool> CancelAsync(CallContext context, FlightInfo? info)
    {
        // A client that has had no answer yet knows its own statements by the names that it gave them.
        var isCancelled = Polling.NameOf(context) is { } name && context.Session.Background.Find(name) is not null
            && await context.Server.Running.CancelAsync(name);

        // What is still being polled has no endpoint: its metadata names it.
        foreach (var ticket in info?.Endpoint.Select(e => e.Ticket.Ticket_).Append(info.AppMetadata) ?? [])
        {
            if (ToId(context, ticket) is { } id)
            {
                isCancelled |= await context.Server.Running.CancelAsync(id);
            }
        }

        return isCancelled;
    }

    private static Guid? ToId(CallContext context, ByteString ticket) =>
        FlightSqlCommand.TryUnpack(ticket, out var command)
            ? command switch
            {
                TicketStatementQuery statement => StatementQuery.Open(context, statement).Id,
                CommandPreparedStatementQuery prepared => PreparedUse.ToId(prepared.PreparedStatementHandle),
                _ => null,
            }
            : null;
}
