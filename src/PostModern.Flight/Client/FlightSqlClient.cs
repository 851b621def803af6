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

    public FlightClient Flight { get; } = flight;

    /// <summary>Plans and runs a statement or metadata command, and opens its result.</summary>
    /// <exception cref="RpcException">The server refused the command, or it failed.</exception>
    public async Task<FlightStream> QueryAsync(IMessage command, GrpcCallOptions? options, CancellationToken cancellationToken)
    {
        var info = await Flight.GetFlightInfoAsync(command, options, cancellationToken);
        return await Flight.DoGetAsync(info.Endpoint[0].Ticket, options, cancellationToken);
    }

    /// <inheritdoc cref="QueryAsync(IMessage, GrpcCallOptions?, CancellationToken)"/>
    public Task<FlightStream> QueryAsync(string sql, GrpcCallOptions? options, CancellationToken cancellationToken) =>
        QueryAsync(new CommandStatementQuery { Query = sql }, options, cancellationToken);

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
