using System.Runtime.CompilerServices;
using Google.Protobuf;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Ipc;
using PostModern.Arrow.Types;
using PostModern.Flight.Commands;
using PostModern.Flight.Grpc;
using PostModern.Flight.Messages;
using PostModern.Flight.Streams;

namespace PostModern.Flight.Client;

/// <summary>Flight's calls to one server. Safe for concurrent use.</summary>
/// <remarks>Every method throws <see cref="RpcException"/> when the server answers with a status other than OK.</remarks>
public sealed class FlightClient(GrpcChannel channel) : IDisposable
{
    /// <param name="address"><c>http://host:port</c> for plain HTTP/2, <c>https://host:port</c> for TLS.</param>
    public FlightClient(Uri address)
        : this(new GrpcChannel(address))
    {
    }

    public GrpcChannel Channel { get; } = channel;

    /// <summary>Whether the server has said that a statement's command may be DoGet's ticket; known after the handshake.</summary>
    public bool FetchesDirectly { get; private set; }

    /// <summary>Logs in; the token that comes back goes with all later calls, and names the session on the server.</summary>
    /// <param name="user">Null to log in anonymously.</param>
    /// <param name="password">Ignored without <paramref name="user"/>.</param>
    /// <param name="options">Headers and deadline.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task HandshakeAsync(string? user, string? password, GrpcCallOptions? options, CancellationToken cancellationToken)
    {
        var login = user is null
            ? options
            : (options ?? GrpcCallOptions.Default).With("authorization", BasicCredentials.Encode(user, password ?? string.Empty));
        await using var call = Channel.Duplex(FlightMethods.Handshake, login, cancellationToken);
        call.CloseOutput();
        await using var response = await call.ResponseAsync();
        while (await response.ReadAsync(HandshakeResponse.Parser, cancellationToken) is not null)
        {
        }

        FetchesDirectly = response.Headers.ContainsKey(DirectFetch.Header);
        if (response.Headers.TryGetValue("authorization", out var token) || response.Trailers.TryGetValue("authorization", out token))
        {
            Channel.Headers["authorization"] = token;
        }
    }

    /// <summary>Plans a Flight SQL command: where its result can be fetched, and the result's schema.</summary>
    public Task<FlightInfo> GetFlightInfoAsync(IMessage command, GrpcCallOptions? options, CancellationToken cancellationToken) =>
        GetFlightInfoAsync(FlightSqlCommand.ToDescriptor(command), options, cancellationToken);

    /// <inheritdoc cref="GetFlightInfoAsync(IMessage, GrpcCallOptions?, CancellationToken)"/>
    public Task<FlightInfo> GetFlightInfoAsync(FlightDescriptor descriptor, GrpcCallOptions? options, CancellationToken cancellationToken) =>
        Channel.UnaryAsync(FlightMethods.GetFlightInfo, descriptor, FlightInfo.Parser, options, cancellationToken);

    /// <summary>Starts a command in the background, or asks how far one is: give the descriptor of the last answer, until it has none.</summary>
    public Task<PollInfo> PollFlightInfoAsync(FlightDescriptor descriptor, GrpcCallOptions? options, CancellationToken cancellationToken) =>
        Channel.UnaryAsync(FlightMethods.PollFlightInfo, descriptor, PollInfo.Parser, options, cancellationToken);

    /// <summary>The schema of a Flight SQL command's result.</summary>
    public async Task<Schema> GetSchemaAsync(IMessage command, GrpcCallOptions? options, CancellationToken cancellationToken)
    {
        var descriptor = FlightSqlCommand.ToDescriptor(command);
        var result = await Channel.UnaryAsync(FlightMethods.GetSchema, descriptor, SchemaResult.Parser, options, cancellationToken);
        return SchemaMessage.Decode(result.Schema.Span);
    }

    /// <summary>Fetches a result; its schema has arrived when this returns.</summary>
    public async Task<FlightStream> DoGetAsync(Ticket ticket, GrpcCallOptions? options, CancellationToken cancellationToken)
    {
        var response = await Channel.ServerStreamingAsync(FlightMethods.DoGet, ticket, options, cancellationToken);
        return await FlightStream.OpenAsync(response, cancellationToken);
    }

    /// <summary>Uploads batches for a Flight SQL command and waits for the server's answers.</summary>
    /// <param name="command">What to do with the batches.</param>
    /// <param name="schema">The batches' schema; one without fields for commands that take no data.</param>
    /// <param name="batches">Sent as they come; they stay the caller's.</param>
    /// <param name="options">Headers and deadline.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<PutAnswers> DoPutAsync(
        IMessage command, Schema schema, IAsyncEnumerable<RecordBatch> batches, GrpcCallOptions? options, CancellationToken cancellationToken)
    {
        await using var call = Channel.Duplex(FlightMethods.DoPut, options, cancellationToken);
        var output = new BatchStreamWriter(await call.OutputAsync(), schema);
        var failure = await TryWriteAsync(output.WriteSchemaAsync(FlightSqlCommand.ToDescriptor(command), cancellationToken), cancellationToken);
        await using var rows = batches.GetAsyncEnumerator(cancellationToken);
        while (failure is null && await rows.MoveNextAsync())
        {
            failure = await TryWriteAsync(output.WriteBatchAsync(rows.Current, cancellationToken), cancellationToken);
        }

        call.CloseOutput();
        await using var response = await call.ResponseAsync();
        var answers = new List<ByteString>();
        while (await response.ReadAsync(PutResult.Parser, cancellationToken) is { } answer)
        {
            answers.Add(answer.AppMetadata);
        }

        return failure is null
            ? new PutAnswers(answers, response.Trailers)
            : throw new RpcException(GrpcStatusCode.Aborted, $"The upload ended before all of it was sent: {failure.Message}", failure);
    }

    /// <summary>Runs an action and yields its results' bodies.</summary>
    /// <param name="type">One of <see cref="ActionTypes"/>.</param>
    /// <param name="body">Packed or bare, as the action wants it.</param>
    /// <param name="options">Headers and deadline.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async IAsyncEnumerable<ByteString> DoActionAsync(
        string type, ByteString body, GrpcCallOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var action = new Messages.Action { Type = type, Body = body };
        await using var response = await Channel.ServerStreamingAsync(FlightMethods.DoAction, action, options, cancellationToken);
        while (await response.ReadAsync(Result.Parser, cancellationToken) is { } result)
        {
            yield return result.Body;
        }
    }

    public void Dispose() => Channel.Dispose();

    /// <returns>What broke the call off; its status, which is better than "broken pipe", is to be asked first. Null when all is well.</returns>
    private static async ValueTask<Exception?> TryWriteAsync(ValueTask write, CancellationToken cancellationToken)
    {
        try
        {
            await write;
            return null;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested
            && e is IOException or HttpRequestException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            return e;
        }
    }
}
