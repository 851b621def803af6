using Google.Protobuf;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;
using PostModern.Flight.Commands;
using PostModern.Flight.Messages;
using PostModern.Server.Sessions;
using PostModern.Server.Tickets;

namespace PostModern.Server.Flight.Commands;

/// <summary>A SQL text: planned by GetFlightInfo, run by DoGet. What returns no rows, or changes some, runs in GetFlightInfo, once.</summary>
internal static class StatementQuery
{
    public static async Task<Schema> GetSchemaAsync(CallContext context, CommandStatementQuery command)
    {
        // Not as a script: asking for columns runs nothing, so several statements are refused here.
        await using var statement = await context.Session.Engine.PrepareAsync(
            command.Query, Transactions.Join(command.TransactionId), context.Cancelled);
        return ResultSchema.Describe(statement.Schema);
    }

    public static async Task<FlightInfo> GetFlightInfoAsync(CallContext context, FlightDescriptor descriptor, CommandStatementQuery command)
    {
        var statement = await Script.PrepareAsync(context, command.Query, Transactions.Join(command.TransactionId));
        if (statement.ChangesRows || !statement.IsQuery)
        {
            await using (statement)
            {
                return statement.IsQuery
                    ? await ReturningStatement.RunAsync(context, descriptor, statement, null)
                    : await FinishedStatement.RunAsync(context, descriptor, statement, null);
            }
        }

        statement = statement.Pinned();
        var schema = ResultSchema.Describe(statement.Schema);
        var ticket = QueryTickets.For(statement, schema);
        await context.Session.Planned.AddAsync(ticket.Id, statement);
        return FlightInfos.Create(descriptor, schema, ToTicket(context, ticket));
    }

    public static Task DoGetAsync(CallContext context, TicketStatementQuery command) =>
        Open(context, command) switch
        {
            QueryTicket ticket => QueryTickets.RunAsync(context, ticket),
            ReturnedTicket ticket => ReturningStatement.SendAsync(context, ticket),
            FinishedTicket ticket => FinishedStatement.SendAsync(context, ticket),
            _ => throw new ServerException(ErrorCode.InvalidInput, "The ticket is for PollFlightInfo; fetch with the one that the last poll gives."),
        };

    /// <exception cref="ServerException">InvalidInput: the ticket isn't ours.</exception>
    public static StatementTicket Open(CallContext context, TicketStatementQuery command) =>
        StatementTicket.Decode(context.Server.Tickets.Open(command.StatementHandle.Memory));

    public static ByteString ToTicket(CallContext context, StatementTicket ticket) =>
        FlightSqlCommand.Pack(new TicketStatementQuery
        {
            StatementHandle = UnsafeByteOperations.UnsafeWrap(context.Server.Tickets.Sign(ticket.Encode())),
        });
}
