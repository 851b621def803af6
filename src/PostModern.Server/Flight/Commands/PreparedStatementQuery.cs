using PostModern.Arrow.Types;
using PostModern.Flight.Commands;
using PostModern.Flight.Messages;
using PostModern.Flight.Streams;
using PostModern.Server.Sessions;

namespace PostModern.Server.Flight.Commands;

/// <summary>A prepared statement as a query: bound by DoPut, planned by GetFlightInfo, run by DoGet with the bound parameters.</summary>
internal static class PreparedStatementQuery
{
    public static async Task<Schema> GetSchemaAsync(CallContext context, CommandPreparedStatementQuery command)
    {
        using var use = await PreparedUse.BeginAsync(context, command.PreparedStatementHandle);
        return ResultSchema.Describe(use.Handle.Statement.Schema);
    }

    public static async Task<FlightInfo> GetFlightInfoAsync(
        CallContext context, FlightDescriptor descriptor, CommandPreparedStatementQuery command)
    {
        using var use = await PreparedUse.BeginAsync(context, command.PreparedStatementHandle);
        var statement = use.Handle.Statement;
        return statement.IsQuery
            ? FlightInfos.Create(descriptor, ResultSchema.Describe(statement.Schema), FlightSqlCommand.Pack(command))
            : await FinishedStatement.RunAsync(context, descriptor, statement, use.Handle.Parameters);
    }

    public static async Task DoGetAsync(CallContext context, CommandPreparedStatementQuery command)
    {
        using var use = await PreparedUse.BeginAsync(context, command.PreparedStatementHandle);
        var statement = use.Handle.Statement;
        var schema = ResultSchema.Describe(statement.Schema);
        await StatementStreams.SendAsync(context, use.Handle.Id, statement, schema, use.Handle.Parameters);
    }

    /// <summary>Binds parameters for the executions that follow. The handle stays the same.</summary>
    public static async Task DoPutAsync(CallContext context, CommandPreparedStatementQuery command, BatchReader upload)
    {
        using var use = await PreparedUse.BeginAsync(context, command.PreparedStatementHandle);
        use.Handle.Bind(await ParameterUpload.ReadOneAsync(upload, context.Cancelled));
        await PutResults.SendBoundAsync(context, command.PreparedStatementHandle);
    }
}
