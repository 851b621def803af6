using Google.Protobuf.WellKnownTypes;
using PostModern.Arrow.Errors;
using PostModern.Flight.Commands;
using PostModern.Flight.Messages;
using PostModern.Server.Sessions;
using PostModern.Server.Tickets;

namespace PostModern.Server.Flight.Commands;

/// <summary>PollFlightInfo for statements: the first poll starts one in the background, the next ones tell how far it is, the last gives the ticket.</summary>
/// <remarks>What returns rows is run here, once, into a file that DoGet sends; so a poll's result is there even when the client is slow.</remarks>
internal static class Polling
{
    // Clients poll again at once, so an answer without news is held back for a while.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    public static async Task<PollInfo> StartAsync(CallContext context, FlightDescriptor descriptor, CommandStatementQuery command)
    {
        var id = NameOf(context) ?? Guid.NewGuid();
        var statement = await Script.PrepareAsync(context, command.Query, Transactions.Join(command.TransactionId));
        return await StartAsync(context, descriptor, new BackgroundStatement(id, statement, null, ResultSchema.Describe(statement.Schema)));
    }

    public static async Task<PollInfo> StartAsync(CallContext context, FlightDescriptor descriptor, CommandBoundStatement command)
    {
        var id = NameOf(context) ?? Guid.NewGuid();
        var (statement, parameters) = await DirectStatement.BindAsync(context, command);
        BackgroundStatement background;
        try
        {
            background = new BackgroundStatement(id, statement, parameters, await OpenSchema.FindAsync(context, statement, parameters));
        }
        catch
        {
            parameters?.Dispose();
            await statement.DisposeAsync();
            throw;
        }

        return await StartAsync(context, descriptor, background);
    }

    public static async Task<PollInfo> StartAsync(CallContext context, FlightDescriptor descriptor, CommandPreparedStatementQuery command)
    {
        var id = NameOf(context) ?? Guid.NewGuid();

        // A statement and parameters of its own: the handle may be bound anew or closed while this one runs.
        using var use = await PreparedUse.BeginAsync(context, command.PreparedStatementHandle);
        var prepared = use.Handle.Statement;
        var schema = await OpenSchema.FindAsync(context, prepared, use.Handle.Parameters);
        var statement = await context.Session.Engine.PrepareAsync(prepared.Sql, prepared.Options, context.Cancelled);
        var parameters = await ParameterBytes.DecodeAsync(await ParameterBytes.EncodeAsync(use.Handle.Parameters), context.Cancelled);
        return await StartAsync(context, descriptor, new BackgroundStatement(id, statement, parameters, schema));
    }

    /// <summary>A further poll.</summary>
    /// <exception cref="ServerException">NotFound: the session has no such execution; or the statement's own failure.</exception>
    public static Task<PollInfo> ContinueAsync(CallContext context, FlightDescriptor descriptor, TicketStatementQuery command)
    {
        var id = StatementQuery.Open(context, command).Id;
        var statement = context.Session.Background.Find(id)
            ?? throw new ServerException(ErrorCode.NotFound, "The session runs no such statement; its result has expired, or it was started in another session.");
        BackgroundStatements.Renew(statement);
        return AnswerAsync(context, descriptor, statement);
    }

    /// <summary>What the client calls the statement that it starts or cancels; null when it leaves that to the server.</summary>
    /// <exception cref="ServerException">InvalidInput: the name is no GUID.</exception>
    public static Guid? NameOf(CallContext context) => context.Call.Header(StatementName.Header) switch
    {
        null => null,
        var text when Guid.TryParse(text, out var name) => name,
        var text => throw new ServerException(ErrorCode.InvalidInput, $"The header {StatementName.Header} is '{text}'; it takes a GUID."),
    };

    private static async Task<PollInfo> StartAsync(CallContext context, FlightDescriptor descriptor, BackgroundStatement statement)
    {
        try
        {
            context.Session.Background.Start(context.Session, context.Server.Running, statement);
        }
        catch
        {
            await statement.DisposeAsync();
            throw;
        }

        try
        {
            return await AnswerAsync(context, descriptor, statement);
        }
        catch (OperationCanceledException)
        {
            // A client that gives up before its first answer may have no name for what it started.
            await context.Server.Running.CancelAsync(statement.Id);
            throw;
        }
    }

    private static async Task<PollInfo> AnswerAsync(CallContext context, FlightDescriptor descriptor, BackgroundStatement statement)
    {
        await Task.WhenAny(statement.Completion, Task.Delay(s_patience, context.Cancelled));
        context.Cancelled.ThrowIfCancellationRequested();
        return statement.Completion.IsCompleted
            ? Complete(context, descriptor, statement, await statement.Completion)
            : Pending(context, descriptor, statement);
    }

    private static PollInfo Pending(CallContext context, FlightDescriptor descriptor, BackgroundStatement statement)
    {
        var next = new FlightDescriptor
        {
            Type = FlightDescriptor.Types.DescriptorType.Cmd,
            Cmd = StatementQuery.ToTicket(context, new PollTicket(statement.Id)),
        };

        // CancelFlightInfo gets this info back, and knows the execution by the metadata: there is no endpoint yet.
        var info = FlightInfos.Create(descriptor, statement.Schema, ticket: null);
        info.AppMetadata = next.Cmd;
        return new PollInfo
        {
            Info = info,
            FlightDescriptor = next,
            Progress = statement.Progress,
            ExpirationTime = Timestamp.FromDateTimeOffset(statement.Expires),
        };
    }

    private static PollInfo Complete(CallContext context, FlightDescriptor descriptor, BackgroundStatement statement, BackgroundResult result)
    {
        StatementTicket ticket = result.Rows is null
            ? new FinishedTicket(statement.Id, result.RowsAffected, result.Statistics)
            : QueryTickets.For(statement.Statement, statement.Schema) with { Id = statement.Id };
        var info = FlightInfos.Create(
            descriptor, statement.Schema, StatementQuery.ToTicket(context, ticket), result.Rows is null ? result.RowsAffected : -1);
        var expires = Timestamp.FromDateTimeOffset(statement.Expires);
        info.Endpoint[0].ExpirationTime = expires;
        return new PollInfo { Info = info, Progress = 1, ExpirationTime = expires };
    }
}
