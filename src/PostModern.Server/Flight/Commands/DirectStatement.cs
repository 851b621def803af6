using System.Globalization;
using PostModern.Arrow.Arrays;
using PostModern.Engine.Sessions;
using PostModern.Flight.Commands;
using PostModern.Flight.Messages;
using PostModern.Server.Sessions;

namespace PostModern.Server.Flight.Commands;

/// <summary>A statement that a client brings as its ticket: planned, run and fetched by one DoGet, instead of GetFlightInfo and DoGet.</summary>
/// <remarks>Not part of Flight SQL; the handshake's <see cref="DirectFetch.Header"/> tells clients that they may.</remarks>
internal static class DirectStatement
{
    public static async Task DoGetAsync(CallContext context, CommandStatementQuery command)
    {
        await using var statement = await Script.PrepareAsync(context, command.Query, Transactions.Join(command.TransactionId));
        await SendAsync(context, statement, null);
    }

    /// <summary>Runs a statement and sends its rows. One that changes rows runs to its end first, so that it runs once, however much of them is read.</summary>
    public static async Task SendAsync(CallContext context, Statement statement, RecordBatch? parameters)
    {
        if (statement.IsQuery && !statement.ChangesRows)
        {
            await StatementStreams.SendAsync(context, statement, parameters);
            return;
        }

        var info = statement.IsQuery
            ? await ReturningStatement.RunAsync(context, new FlightDescriptor(), statement, parameters)
            : await FinishedStatement.RunAsync(context, new FlightDescriptor(), statement, parameters);
        context.Call.SetTrailer(DirectFetch.RowsTrailer, info.TotalRecords.ToString(CultureInfo.InvariantCulture));
        await StatementQuery.DoGetAsync(context, FlightSqlCommand.Unpack<TicketStatementQuery>(info.Endpoint[0].Ticket.Ticket_));
    }
}
