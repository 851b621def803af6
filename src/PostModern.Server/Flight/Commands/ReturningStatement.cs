using PostModern.Arrow.Arrays;
using PostModern.Arrow.Errors;
using PostModern.Engine.Sessions;
using PostModern.Flight.Messages;
using PostModern.Flight.Streams;
using PostModern.Server.Sessions;
using PostModern.Server.Tickets;

namespace PostModern.Server.Flight.Commands;

/// <summary>A change with RETURNING that a client sends as a query: run at once, so that it runs once whether its rows are fetched or not.</summary>
internal static class ReturningStatement
{
    public static async Task<FlightInfo> RunAsync(
        CallContext context, FlightDescriptor descriptor, Statement statement, RecordBatch? parameters)
    {
        var id = Guid.NewGuid();
        var running = context.Server.Running.Begin(id, context.Cancelled);
        try
        {
            await using var result = await statement.ExecuteAsync(parameters, running.Token);
            var rows = await ResultSpool.WriteAsync(result, running.Token);
            context.Session.Returned.Add(id, new ReturnedResult(rows, statement.Compression, result.Statistics));
            var ticket = StatementQuery.ToTicket(context, new ReturnedTicket(id));
            return FlightInfos.Create(descriptor, ResultSchema.Describe(result.Schema), ticket, result.RowsAffected ?? -1);
        }
        finally
        {
            context.Server.Running.End(id, running);
        }
    }

    /// <exception cref="ServerException">NotFound: the rows are gone; the change is made all the same.</exception>
    public static async Task SendAsync(CallContext context, ReturnedTicket ticket)
    {
        var result = context.Session.Returned.Find(ticket.Id) ?? throw Gone();
        await using (var rows = await result.Rows.OpenAsync(context.Cancelled))
        {
            var output = new BatchStreamWriter(context.Call.Output, ResultSchema.Describe(rows.Schema), result.Compression);
            await StatementStreams.WriteAsync(output, rows.ReadAsync(context.Cancelled), context.Cancelled);
            StatementStreams.SetTrailers(context.Call, result.Statistics);
        }

        context.Session.Returned.Forget(ticket.Id);
    }

    /// <summary>A ticket that would make its change again.</summary>
    public static ServerException Gone() => new(
        ErrorCode.NotFound,
        "The rows of RETURNING were fetched already, have expired, or are another session's. The statement has run and will not run again; query what it changed.");
}
