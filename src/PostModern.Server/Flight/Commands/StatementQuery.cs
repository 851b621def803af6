using Google.Protobuf;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;
using PostModern.Flight.Commands;
using PostModern.Flight.Messages;
using PostModern.Server.Sessions;
using PostModern.Server.Tickets;

namespace PostModern.Server.Flight.Commands;

/// <summary>A SQL text: planned by GetFlightInfo, run by DoGet. What returns no rows runs in GetFlightInfo, once.</summary>
internal static class StatementQuery
{
    public static async Task<Schema> GetSchemaAsync(CallContext context, CommandStatementQuery command)
    {
        Transactions.RequireNone(command.TransactionId);
        await using var statement = await context.Session.Engine.PrepareAsync(command.Query, context.Cancelled);
        return ResultSchema.Describe(statement.Schema);
    }

    public static async Task<FlightInfo> GetFlightInfoAsync(CallContext context, FlightDescriptor descriptor, CommandStatementQuery command)
    {
        Transactions.RequireNone(command.TransactionId);
        var statement = await context.Session.Engine.PrepareAsync(command.Query, context.Cancelled);
        if (!statement.IsQuery)
        {
            await using (statement)
            {
                return await FinishedStatement.RunAsync(context, descriptor, statement, null);
            }
        }

        var schema = ResultSchema.Describe(statement.Schema);
        var ticket = new QueryTicket(Guid.NewGuid(), command.Query, ResultSchema.Digest(schema));
        await context.Session.Planned.AddAsync(ticket.Id, statement);
        return FlightInfos.Create(descriptor, schema, ToTicket(context, ticket));
    }

    public static Task DoGetAsync(CallContext context, TicketStatementQuery command) =>
        Open(context, command) switch
        {
            QueryTicket ticket => RunAsync(context, ticket),
            FinishedTicket ticket => FinishedStatement.SendAsync(context, ticket),
            _ => throw new ServerException(ErrorCode.Internal, "A ticket of an unknown kind."),
        };

    /// <exception cref="ServerException">InvalidInput: the ticket isn't ours.</exception>
    public static StatementTicket Open(CallContext context, TicketStatementQuery command) =>
        StatementTicket.Decode(context.Server.Tickets.Open(command.StatementHandle.Memory));

    public static ByteString ToTicket(CallContext context, StatementTicket ticket) =>
        FlightSqlCommand.Pack(new TicketStatementQuery
        {
            StatementHandle = UnsafeByteOperations.UnsafeWrap(context.Server.Tickets.Sign(ticket.Encode())),
        });

    private static async Task RunAsync(CallContext context, QueryTicket ticket)
    {
        await using var statement = context.Session.Planned.Take(ticket.Id)
            ?? await context.Session.Engine.PrepareAsync(ticket.Sql, context.Cancelled);
        var schema = ResultSchema.Describe(statement.Schema);
        if (!ResultSchema.Digest(schema).Equals(ticket.SchemaDigest))
        {
            throw StatementStreams.Changed();
        }

        await StatementStreams.SendAsync(context, ticket.Id, statement, null);
    }
}
