using PostModern.Arrow.Types;
using PostModern.Flight.Commands;
using PostModern.Flight.Messages;
using PostModern.Flight.Streams;
using PostModern.Server.Sessions;
using PostModern.Server.Tickets;

namespace PostModern.Server.Flight.Commands;

/// <summary>A prepared statement as a query: bound by DoPut, planned by GetFlightInfo, run by DoGet with the bound parameters.</summary>
internal static class PreparedStatementQuery
{
    // Tickets travel in headers of some clients, and through every one twice.
    private const int LongestParameters = 16 * 1024;

    public static async Task<Schema> GetSchemaAsync(CallContext context, CommandPreparedStatementQuery command)
    {
        using var use = await PreparedUse.BeginAsync(context, command.PreparedStatementHandle);
        return await OpenSchema.FindAsync(context, use.Handle.Statement, use.Handle.Parameters);
    }

    public static async Task<FlightInfo> GetFlightInfoAsync(
        CallContext context, FlightDescriptor descriptor, CommandPreparedStatementQuery command)
    {
        using var use = await PreparedUse.BeginAsync(context, command.PreparedStatementHandle);
        var (statement, parameters) = (use.Handle.Statement, use.Handle.Parameters);
        if (!statement.IsQuery)
        {
            return await FinishedStatement.RunAsync(context, descriptor, statement, parameters);
        }

        if (statement.ChangesRows)
        {
            return await ReturningStatement.RunAsync(context, descriptor, statement, parameters);
        }

        var schema = await OpenSchema.FindAsync(context, statement, parameters);
        var bytes = await ParameterBytes.EncodeAsync(parameters);
        var ticket = QueryTickets.For(statement, schema) with
        {
            Prepared = new PreparedBinding(use.Handle.Id, use.Handle.Binding),

            // Without them the ticket is good in its session only.
            Parameters = bytes.Length <= LongestParameters ? bytes : default,
        };
        return FlightInfos.Create(descriptor, schema, StatementQuery.ToTicket(context, ticket));
    }

    /// <summary>For clients that bring the command itself as their ticket.</summary>
    public static async Task DoGetAsync(CallContext context, CommandPreparedStatementQuery command)
    {
        using var use = await PreparedUse.BeginAsync(context, command.PreparedStatementHandle);
        var (statement, parameters) = (use.Handle.Statement, use.Handle.Parameters);
        if (!statement.IsQuery || statement.ChangesRows)
        {
            await DirectStatement.SendAsync(context, statement, parameters);
            return;
        }

        // The columns were promised when the statement was prepared.
        var schema = await OpenSchema.FindAsync(context, statement, parameters);
        await StatementStreams.SendAsync(context, QueryTickets.For(statement, schema), statement, parameters);
    }

    /// <summary>Binds parameters for the executions that follow. The handle stays the same.</summary>
    public static async Task DoPutAsync(CallContext context, CommandPreparedStatementQuery command, BatchReader upload)
    {
        using var use = await PreparedUse.BeginAsync(context, command.PreparedStatementHandle);
        use.Handle.Bind(await ParameterUpload.ReadOneAsync(upload, context.Cancelled));
        await PutResults.SendBoundAsync(context, command.PreparedStatementHandle);
    }
}
