using PostModern.Arrow.Types;
using PostModern.Engine.Sessions;
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
        new(Guid.NewGuid(), statement.Sql, ResultSchema.Digest(schema), statement.Options with { Settings = statement.Settings });

    /// <summary>Runs a ticket's statement: where it was planned with what is kept there, elsewhere from the ticket alone.</summary>
    public static async Task RunAsync(CallContext context, QueryTicket ticket)
    {
        if (await Polling.FindResultAsync(context, ticket) is { Rows: { } rows } finished)
        {
            await StatementStreams.SendAsync(context, ticket, rows, finished.Statistics);
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
        using var parameters = await ParameterBytes.DecodeAsync(ticket.Parameters, context.Cancelled);
        await StatementStreams.SendAsync(context, ticket, statement, parameters);
    }
}
