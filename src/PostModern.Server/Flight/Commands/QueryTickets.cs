using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;
using PostModern.Engine.Sessions;
using PostModern.Flight.Commands;
using PostModern.Server.Sessions;
using PostModern.Server.Tickets;

namespace PostModern.Server.Flight.Commands;

/// <summary>Planned queries on their way through the client: made by GetFlightInfo, run by DoGet, here or on another server.</summary>
internal static class QueryTickets
{
    /// <summary>A ticket that is all one needs to run the statement as it was planned.</summary>
    /// <param name="statement">A query.</param>
    /// <param name="schema">The columns that the client is told.</param>
    public static QueryTicket For(Statement statement, Schema schema) =>
        new(Guid.NewGuid(), statement.Sql, ResultSchema.Digest(schema), statement.Options);

    /// <summary>Runs a ticket's statement: where it was planned with what is kept there, elsewhere from the ticket alone.</summary>
    public static async Task RunAsync(CallContext context, QueryTicket ticket)
    {
        if (context.Session.Background.Find(ticket.Id) is { } polled)
        {
            await StatementStreams.SendAsync(context, ticket, polled, await polled.Completion);
            return;
        }

        if (ticket.Prepared is { } prepared && await PreparedUse.TryBeginAsync(context, prepared) is { } use)
        {
            using (use)
            {
                await StatementStreams.SendAsync(context, ticket, use.Handle.Statement, use.Handle.Parameters);
                return;
            }
        }

        await using var statement = context.Session.Planned.Take(ticket.Id)
            ?? await context.Session.Engine.PrepareAsync(ticket.Sql, ticket.Options, context.Cancelled);
        if (statement.ChangesRows)
        {
            // Polled, and its result has expired.
            throw ReturningStatement.Gone();
        }

        using var parameters = await ParameterBytes.DecodeAsync(ticket.Parameters, context.Cancelled);
        if (ticket.Prepared is not null && parameters is null && statement.ParameterSchema.Fields.Count > 0)
        {
            throw new ServerException(
                ErrorCode.Conflict,
                "The ticket's parameters were too many to travel with it, and other ones are bound by now, or this is another session. Plan the statement again.");
        }

        await StatementStreams.SendAsync(context, ticket, statement, parameters);
    }
}
