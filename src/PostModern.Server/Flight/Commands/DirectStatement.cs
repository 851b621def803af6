using System.Globalization;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Errors;
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

    public static async Task DoGetAsync(CallContext context, CommandBoundStatement command)
    {
        var (statement, parameters) = await BindAsync(context, command);
        await using (statement)
        using (parameters)
        {
            await SendAsync(context, statement, parameters);
        }
    }

    /// <summary>Plans a statement that brings its parameters. Both are the caller's to dispose.</summary>
    /// <exception cref="ServerException">The statement is wrong. InvalidInput: the parameters' bytes are damaged.</exception>
    public static async Task<(Statement Statement, RecordBatch? Parameters)> BindAsync(CallContext context, CommandBoundStatement command)
    {
        var given = await ParameterBytes.DecodeAsync(command.Parameters.Memory, context.Cancelled);
        try
        {
            var statement = await Script.PrepareAsync(context, command.Query, StatementOptions.Default);
            return (statement, given is null ? null : ParameterOrder.Arrange(given, statement.ParameterSchema));
        }
        catch
        {
            given?.Dispose();
            throw;
        }
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
