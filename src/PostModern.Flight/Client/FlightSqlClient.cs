using Google.Protobuf;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;
using PostModern.Flight.Commands;
using PostModern.Flight.Grpc;
using PostModern.Flight.Messages;

namespace PostModern.Flight.Client;

/// <summary>SQL over Flight: statements, prepared statements, and what the server has. Safe for concurrent use.</summary>
public sealed class FlightSqlClient(FlightClient flight)
{
    private static readonly Schema NoColumns = new();
    private static readonly TimeSpan GoodbyeTime = TimeSpan.FromSeconds(2);

    public FlightClient Flight { get; } = flight;

    /// <summary>Plans and runs a statement or metadata command, and opens its result.</summary>
    /// <exception cref="RpcException">The server refused the command, or it failed.</exception>
    public async Task<FlightStream> QueryAsync(IMessage command, GrpcCallOptions? options, CancellationToken cancellationToken)
    {
        var info = await Flight.GetFlightInfoAsync(command, options, cancellationToken);
        return await Flight.DoGetAsync(info.Endpoint[0].Ticket, options, cancellationToken);
    }

    /// <summary>As <see cref="QueryAsync(IMessage, GrpcCallOptions?, CancellationToken)"/>, in one call where the server takes that.</summary>
    /// <param name="command">A statement, prepared or not.</param>
    /// <param name="options">Headers and deadline, of each call.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The result, and the rows that were changed before it came; −1 when unknown, or told by the trailer <see cref="DirectFetch.RowsTrailer"/> at its end.</returns>
    public async Task<(FlightStream Stream, long Rows)> FetchAsync(IMessage command, GrpcCallOptions? options, CancellationToken cancellationToken)
    {
        if (Flight.FetchesDirectly)
        {
            return (await Flight.DoGetAsync(new Ticket { Ticket_ = FlightSqlCommand.Pack(command) }, options, cancellationToken), -1);
        }

        var info = await Flight.GetFlightInfoAsync(command, options, cancellationToken);
        return (await Flight.DoGetAsync(info.Endpoint[0].Ticket, options, cancellationToken), info.TotalRecords);
    }

    /// <inheritdoc cref="QueryAsync(IMessage, GrpcCallOptions?, CancellationToken)"/>
    public Task<FlightStream> QueryAsync(string sql, GrpcCallOptions? options, CancellationToken cancellationToken) =>
        QueryAsync(new CommandStatementQuery { Query = sql }, options, cancellationToken);

    /// <summary>Runs a statement in the background on the server, asking how far it is until it is done, and opens its result. Giving up stops it there, too.</summary>
    /// <param name="command">A statement, prepared or not.</param>
    /// <param name="progress">Told fractions from 0 to 1, the last of them 1.</param>
    /// <param name="options">Headers and deadline, of each call.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The result, and the rows that were changed; −1 when unknown.</returns>
    /// <exception cref="RpcException">The server refused the command, or it failed.</exception>
    public async Task<(FlightStream Stream, long Rows)> PollAsync(IMessage command, IProgress<double> progress, GrpcCallOptions? options, CancellationToken cancellationToken)
    {
        var named = (options ?? GrpcCallOptions.Default).With(StatementName.Header, Guid.NewGuid().ToString());
        PollInfo? poll = null;
        try
        {
            poll = await Flight.PollFlightInfoAsync(FlightSqlCommand.ToDescriptor(command), named, cancellationToken);
            for (; poll.FlightDescriptor is { } next; poll = await Flight.PollFlightInfoAsync(next, options, cancellationToken))
            {
                progress.Report(poll.Progress);
            }

            progress.Report(1);
        }
        catch when (poll is null or { FlightDescriptor: not null } && cancellationToken.IsCancellationRequested)
        {
            // While the first answer is on its way, only the name tells the server what it's about.
            await TryCancelAsync(poll?.Info ?? new FlightInfo(), named);
            throw;
        }

        return (await Flight.DoGetAsync(poll.Info.Endpoint[0].Ticket, options, cancellationToken), poll.Info.TotalRecords);
    }

    /// <summary>Runs a statement that returns no rows.</summary>
    /// <returns>Rows changed; −1 when the server doesn't know.</returns>
    public async Task<long> ExecuteAsync(string sql, GrpcCallOptions? options, CancellationToken cancellationToken) =>
        (await UpdateAsync(sql, options, cancellationToken)).Rows;

    /// <summary>Runs a statement that returns no rows.</summary>
    public Task<UpdateOutcome> UpdateAsync(string sql, GrpcCallOptions? options, CancellationToken cancellationToken) =>
        UpdateAsync(new CommandStatementUpdate { Query = sql }, null, options, cancellationToken);

    /// <summary>Prepares a statement on the server until <see cref="PreparedStatement.CloseAsync"/>.</summary>
    public async Task<PreparedStatement> PrepareAsync(string sql, GrpcCallOptions? options, CancellationToken cancellationToken)
    {
        var request = new ActionCreatePreparedStatementRequest { Query = sql };
        var body = await ActAsync(ActionTypes.CreatePreparedStatement, FlightSqlCommand.Pack(request), options, cancellationToken);
        return new PreparedStatement(this, FlightSqlCommand.Unpack<ActionCreatePreparedStatementResult>(body));
    }

    /// <summary>Ends the server's session; temporary tables and prepared statements go with it.</summary>
    public Task CloseSessionAsync(CancellationToken cancellationToken) =>
        ActAsync(ActionTypes.CloseSession, new CloseSessionRequest().ToByteString(), null, cancellationToken);

    /// <summary>Stops what a poll has started; whether the server hears of it changes nothing for us.</summary>
    private async Task TryCancelAsync(FlightInfo info, GrpcCallOptions named)
    {
        using var patience = new CancellationTokenSource(GoodbyeTime);
        try
        {
            await ActAsync(ActionTypes.CancelFlightInfo, new CancelFlightInfoRequest { Info = info }.ToByteString(), named, patience.Token);
        }
        catch (Exception e) when (e is RpcException or OperationCanceledException or ObjectDisposedException)
        {
            // It ends by itself.
        }
    }

    internal async Task<ByteString> ActAsync(string type, ByteString body, GrpcCallOptions? options, CancellationToken cancellationToken)
    {
        await foreach (var result in Flight.DoActionAsync(type, body, options, cancellationToken))
        {
            return result;
        }

        return ByteString.Empty;
    }

    internal async Task<UpdateOutcome> UpdateAsync(
        IMessage command, RecordBatch? parameters, GrpcCallOptions? options, CancellationToken cancellationToken)
    {
        var answers = await PutAsync(command, parameters, options, cancellationToken);
        return new UpdateOutcome(answers.Count > 0 ? DoPutUpdateResult.Parser.ParseFrom(answers[0]).RecordCount : -1, answers.Trailers);
    }

    internal Task<PutAnswers> PutAsync(
        IMessage command, RecordBatch? parameters, GrpcCallOptions? options, CancellationToken cancellationToken)
    {
        RecordBatch[] batches = parameters is null ? [] : [parameters];
        return Flight.DoPutAsync(command, parameters?.Schema ?? NoColumns, batches.ToAsyncEnumerable(), options, cancellationToken);
    }
}
