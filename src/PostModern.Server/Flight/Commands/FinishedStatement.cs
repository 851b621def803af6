using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;
using PostModern.Engine.Sessions;
using PostModern.Flight.Messages;
using PostModern.Flight.Streams;
using PostModern.Server.Sessions;
using PostModern.Server.Tickets;

namespace PostModern.Server.Flight.Commands;

/// <summary>DDL and DML that a client sends as a query: run at once, and the ticket carries the outcome.</summary>
internal static class FinishedStatement
{
    // No field at all: JDBC takes a statement with any column for a query.
    private static readonly Schema NoColumns = new();

    public static async Task<FlightInfo> RunAsync(
        CallContext context, FlightDescriptor descriptor, Statement statement, RecordBatch? parameters)
    {
        var id = Guid.NewGuid();
        var (rows, statistics) = await StatementStreams.RunAsync(context, id, statement, parameters);
        var ticket = StatementQuery.ToTicket(context, new FinishedTicket(id, rows, statistics));

        // ADBC shows total_records as the rows affected.
        return FlightInfos.Create(descriptor, NoColumns, ticket, totalRecords: rows);
    }

    public static async Task SendAsync(CallContext context, FinishedTicket ticket)
    {
        await new BatchStreamWriter(context.Call.Output, NoColumns).WriteSchemaAsync(null, context.Cancelled);
        StatementStreams.SetTrailers(context.Call, ticket.Statistics);
    }
}
