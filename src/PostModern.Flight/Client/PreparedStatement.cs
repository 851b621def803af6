using Google.Protobuf;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Ipc;
using PostModern.Arrow.Types;
using PostModern.Flight.Commands;
using PostModern.Flight.Grpc;
using PostModern.Flight.Messages;

namespace PostModern.Flight.Client;

/// <summary>A statement prepared on the server, for one execution at a time.</summary>
public sealed class PreparedStatement
{
    private readonly FlightSqlClient _client;
    private ByteString _handle;

    internal PreparedStatement(FlightSqlClient client, ActionCreatePreparedStatementResult result)
    {
        _client = client;
        _handle = result.PreparedStatementHandle;
        Schema = Decode(result.DatasetSchema);
        ParameterSchema = Decode(result.ParameterSchema);
        IsUpdate = result.HasIsUpdate ? result.IsUpdate : Schema.Fields.Count == 0;
    }

    /// <summary>The result's columns; none for statements without rows.</summary>
    public Schema Schema { get; }

    /// <summary>One field a parameter, in order.</summary>
    public Schema ParameterSchema { get; }

    /// <summary>Whether to call <see cref="ExecuteAsync"/> rather than <see cref="QueryAsync"/>.</summary>
    public bool IsUpdate { get; }

    /// <summary>Binds the parameters, if any, and opens the result.</summary>
    /// <param name="parameters">One row; null when the statement has no parameters or they are bound already.</param>
    /// <param name="options">Headers and deadline, of each call.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<FlightStream> QueryAsync(RecordBatch? parameters, GrpcCallOptions? options, CancellationToken cancellationToken) =>
        await _client.QueryAsync(await BindAsync(parameters, options, cancellationToken), options, cancellationToken);

    /// <inheritdoc cref="FlightSqlClient.FetchAsync" />
    /// <param name="parameters">One row; null when the statement has no parameters or they are bound already.</param>
    public async Task<(FlightStream Stream, long Rows)> FetchAsync(
        RecordBatch? parameters, GrpcCallOptions? options, CancellationToken cancellationToken) =>
        await _client.FetchAsync(await BindAsync(parameters, options, cancellationToken), options, cancellationToken);

    /// <summary>Binds the parameters, if any, and runs the statement in the background.</summary>
    /// <inheritdoc cref="FlightSqlClient.PollAsync" />
    /// <param name="parameters">One row; null when the statement has no parameters or they are bound already.</param>
    public async Task<(FlightStream Stream, long Rows)> PollAsync(
        RecordBatch? parameters, IProgress<double> progress, GrpcCallOptions? options, CancellationToken cancellationToken) =>
        await _client.PollAsync(await BindAsync(parameters, options, cancellationToken), progress, options, cancellationToken);

    /// <summary>Runs the statement once a parameter row, or once when there are none.</summary>
    /// <returns>Rows changed in all; −1 when the server doesn't know.</returns>
    public async Task<long> ExecuteAsync(RecordBatch? parameters, GrpcCallOptions? options, CancellationToken cancellationToken) =>
        (await UpdateAsync(parameters, options, cancellationToken)).Rows;

    /// <summary>Runs the statement once a parameter row, or once when there are none.</summary>
    public Task<UpdateOutcome> UpdateAsync(RecordBatch? parameters, GrpcCallOptions? options, CancellationToken cancellationToken) =>
        _client.UpdateAsync(new CommandPreparedStatementUpdate { PreparedStatementHandle = _handle }, parameters, options, cancellationToken);

    public Task CloseAsync(CancellationToken cancellationToken)
    {
        var request = new ActionClosePreparedStatementRequest { PreparedStatementHandle = _handle };
        return _client.ActAsync(ActionTypes.ClosePreparedStatement, FlightSqlCommand.Pack(request), null, cancellationToken);
    }

    private async Task<CommandPreparedStatementQuery> BindAsync(
        RecordBatch? parameters, GrpcCallOptions? options, CancellationToken cancellationToken)
    {
        var command = new CommandPreparedStatementQuery { PreparedStatementHandle = _handle };
        if (parameters is not null)
        {
            var answers = await _client.PutAsync(command, parameters, options, cancellationToken);
            command.PreparedStatementHandle = _handle = NewHandle(answers) ?? _handle;
        }

        return command;
    }

    // Servers may move a statement to a new handle when parameters are bound; ours doesn't.
    private static ByteString? NewHandle(PutAnswers answers)
    {
        var result = answers.Count > 0 ? DoPutPreparedStatementResult.Parser.ParseFrom(answers[0]) : null;
        return result is { HasPreparedStatementHandle: true } ? result.PreparedStatementHandle : null;
    }

    private static Schema Decode(ByteString schema) => schema.IsEmpty ? new Schema() : SchemaMessage.Decode(schema.Span);
}
