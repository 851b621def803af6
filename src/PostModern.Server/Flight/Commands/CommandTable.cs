using Google.Protobuf;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;
using PostModern.Flight.Commands;
using PostModern.Flight.Messages;
using PostModern.Flight.Streams;
using PostModern.Server.Sessions;

namespace PostModern.Server.Flight.Commands;

/// <summary>Which file answers which command, for each of the calls that take one.</summary>
internal static class CommandTable
{
    /// <summary>The command in a descriptor. What is no packed command is taken for the text of a statement.</summary>
    /// <exception cref="ServerException">Unsupported: a path, or a command that we don't know.</exception>
    public static IMessage Parse(FlightDescriptor descriptor)
    {
        if (descriptor.Type != FlightDescriptor.Types.DescriptorType.Cmd)
        {
            throw new ServerException(ErrorCode.Unsupported, "Flights have no paths here; send a Flight SQL command.");
        }

        return FlightSqlCommand.TryUnpack(descriptor.Cmd, out var command)
            ? command
            : new CommandStatementQuery { Query = descriptor.Cmd.ToStringUtf8() };
    }

    public static Task<Schema> GetSchemaAsync(CallContext context, IMessage command) => command switch
    {
        CommandStatementQuery query => StatementQuery.GetSchemaAsync(context, query),
        CommandPreparedStatementQuery query => PreparedStatementQuery.GetSchemaAsync(context, query),
        CommandGetSqlInfo get => Task.FromResult(GetSqlInfo.GetSchema(get)),
        CommandGetCatalogs get => Task.FromResult(GetCatalogs.GetSchema(get)),
        CommandGetDbSchemas get => Task.FromResult(GetDbSchemas.GetSchema(get)),
        CommandGetTables get => Task.FromResult(GetTables.GetSchema(get)),
        CommandGetTableTypes get => Task.FromResult(GetTableTypes.GetSchema(get)),
        CommandGetXdbcTypeInfo get => Task.FromResult(GetXdbcTypeInfo.GetSchema(get)),
        CommandGetPrimaryKeys or CommandGetImportedKeys or CommandGetExportedKeys or CommandGetCrossReference =>
            Task.FromResult(GetKeys.GetSchema(command)),
        _ => throw Unsupported("GetSchema", command),
    };

    public static Task<FlightInfo> GetFlightInfoAsync(CallContext context, FlightDescriptor descriptor, IMessage command) => command switch
    {
        CommandStatementQuery query => StatementQuery.GetFlightInfoAsync(context, descriptor, query),
        CommandPreparedStatementQuery query => PreparedStatementQuery.GetFlightInfoAsync(context, descriptor, query),
        CommandGetSqlInfo get => Task.FromResult(GetSqlInfo.GetFlightInfo(descriptor, get)),
        CommandGetCatalogs get => Task.FromResult(GetCatalogs.GetFlightInfo(descriptor, get)),
        CommandGetDbSchemas get => Task.FromResult(GetDbSchemas.GetFlightInfo(descriptor, get)),
        CommandGetTables get => Task.FromResult(GetTables.GetFlightInfo(descriptor, get)),
        CommandGetTableTypes get => Task.FromResult(GetTableTypes.GetFlightInfo(descriptor, get)),
        CommandGetXdbcTypeInfo get => Task.FromResult(GetXdbcTypeInfo.GetFlightInfo(descriptor, get)),
        CommandGetPrimaryKeys or CommandGetImportedKeys or CommandGetExportedKeys or CommandGetCrossReference =>
            Task.FromResult(GetKeys.GetFlightInfo(descriptor, command)),
        _ => throw Unsupported("GetFlightInfo", command),
    };

    /// <summary>Statements run in the background; the answers to everything else are complete at once, so their first poll is the last.</summary>
    public static async Task<PollInfo> PollFlightInfoAsync(CallContext context, FlightDescriptor descriptor, IMessage command) => command switch
    {
        CommandStatementQuery query => await Polling.StartAsync(context, descriptor, query),
        CommandBoundStatement query => await Polling.StartAsync(context, descriptor, query),
        CommandPreparedStatementQuery query => await Polling.StartAsync(context, descriptor, query),
        TicketStatementQuery poll => await Polling.ContinueAsync(context, descriptor, poll),
        _ => new PollInfo { Info = await GetFlightInfoAsync(context, descriptor, command), Progress = 1 },
    };

    public static Task DoGetAsync(CallContext context, ByteString ticket)
    {
        if (!FlightSqlCommand.TryUnpack(ticket, out var command))
        {
            throw new ServerException(ErrorCode.InvalidInput, "The ticket is not one of this server; get it from GetFlightInfo.");
        }

        return command switch
        {
            TicketStatementQuery statement => StatementQuery.DoGetAsync(context, statement),
            CommandStatementQuery query => DirectStatement.DoGetAsync(context, query),
            CommandBoundStatement query => DirectStatement.DoGetAsync(context, query),
            CommandPreparedStatementQuery query => PreparedStatementQuery.DoGetAsync(context, query),
            CommandGetSqlInfo get => GetSqlInfo.DoGetAsync(context, get),
            CommandGetCatalogs get => GetCatalogs.DoGetAsync(context, get),
            CommandGetDbSchemas get => GetDbSchemas.DoGetAsync(context, get),
            CommandGetTables get => GetTables.DoGetAsync(context, get),
            CommandGetTableTypes get => GetTableTypes.DoGetAsync(context, get),
            CommandGetXdbcTypeInfo get => GetXdbcTypeInfo.DoGetAsync(context, get),
            CommandGetPrimaryKeys or CommandGetImportedKeys or CommandGetExportedKeys or CommandGetCrossReference =>
                GetKeys.DoGetAsync(context, command),
            _ => throw Unsupported("DoGet", command),
        };
    }

    public static Task DoPutAsync(CallContext context, IMessage command, BatchReader upload) => command switch
    {
        CommandStatementUpdate update => StatementUpdate.DoPutAsync(context, update, upload),
        CommandStatementIngest ingest => StatementIngest.DoPutAsync(context, ingest, upload),
        CommandPreparedStatementQuery query => PreparedStatementQuery.DoPutAsync(context, query, upload),
        CommandPreparedStatementUpdate update => PreparedStatementUpdate.DoPutAsync(context, update, upload),
        _ => throw Unsupported("DoPut", command),
    };

    private static ServerException Unsupported(string call, IMessage command) => command is CommandStatementSubstraitPlan
        ? SubstraitPlans.Unsupported()
        : new ServerException(ErrorCode.Unsupported, $"{call} of {command.Descriptor.Name} isn't supported.");
}
