using System.Globalization;
using System.Runtime.CompilerServices;
using Google.Protobuf;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;
using PostModern.Data.Readers;
using PostModern.Flight.Client;
using PostModern.Flight.Commands;
using PostModern.Flight.Grpc;
using PostModern.Flight.Messages;

namespace PostModern.Data.Transport;

/// <summary>A session on the server: what a connection owns while it is open, and what waits in a pool for the next one.</summary>
/// <remarks>
/// The token that the handshake hands out names the session; each session has its own channel, because the token is the channel's.
/// Cancelling any call ends that call alone.
/// </remarks>
internal sealed class ServerSession : IAsyncDisposable
{
    // Saying goodbye is a courtesy: a server that doesn't answer drops the session by itself.
    private static readonly TimeSpan GoodbyeTimeout = TimeSpan.FromSeconds(2);

    // A ticket is a message, and servers limit those; larger values go as an upload.
    private const int LongestDirectParameters = 1 << 20;

    private readonly FlightClient _flight;
    private readonly FlightSqlClient _sql;
    private readonly IReadOnlyList<string> _setUp;
    private bool _isSetUp;

    private ServerSession(FlightClient flight, IReadOnlyList<string> setUp)
    {
        _flight = flight;
        _sql = new FlightSqlClient(flight);
        _setUp = setUp;
    }

    public bool IsOpen { get; private set; } = true;

    /// <summary>Counts the connections that have had it, so that what one of them prepared isn't taken for another's.</summary>
    public int Owner { get; private set; }

    /// <summary>When it was opened, and when a connection gave it back: <see cref="Environment.TickCount64"/>.</summary>
    public long Opened { get; } = Environment.TickCount64;

    /// <inheritdoc cref="Opened"/>
    public long Released { get; private set; }

    /// <summary>Whether a call has shown that the server is gone, or no longer takes the login.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Whether the present connection is the first to have it since it was opened or set up anew.</summary>
    public bool IsFresh { get; set; } = true;

    /// <summary>Whether a statement may have left something behind that the next owner must not see.</summary>
    public bool HasTraces { get; set; }

    /// <exception cref="RpcException">Nobody answers there, the login was refused, or a statement to begin with fails.</exception>
    public static async Task<ServerSession> OpenAsync(ServerTarget target, CancellationToken cancellationToken)
    {
        var flight = new FlightClient(new GrpcChannel(target.Address, null, target.Tls));
        try
        {
            if (target.Catalog.Length > 0)
            {
                flight.Channel.Headers["catalog"] = target.Catalog;
            }

            if (target.Token.Length > 0)
            {
                flight.Channel.Headers["authorization"] = "Bearer " + target.Token;
            }

            var user = target.Token.Length > 0 || target.User.Length == 0 ? null : target.User;
            await flight.HandshakeAsync(user, target.Password, null, cancellationToken);
            var session = new ServerSession(flight, target.SetUp);
            await session.SetUpAsync(cancellationToken);
            return session;
        }
        catch
        {
            flight.Dispose();
            throw;
        }
    }

    /// <summary>Brings a session into the state that its connection string describes, unless it is in it.</summary>
    /// <returns>Whether that was necessary.</returns>
    public async Task<bool> SetUpAsync(CancellationToken cancellationToken)
    {
        if (_isSetUp)
        {
            return false;
        }

        foreach (var statement in _setUp)
        {
            await WatchAsync(() => _sql.ExecuteAsync(statement, null, cancellationToken));
        }

        return _isSetUp = true;
    }

    /// <summary>Runs a statement and opens its rows. One without rows has run, once, when this returns.</summary>
    /// <param name="sql">One statement.</param>
    /// <param name="progress">Null to have rows as they are found; else the statement runs to its end first, and tells how far it is.</param>
    /// <param name="cancellationToken">Ends the calls, and the rows.</param>
    public Task<ResultSet> QueryAsync(string sql, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        HasTraces |= SessionTrace.MayBeLeftBy(sql);
        return QueryAsync(new CommandStatementQuery { Query = sql }, progress, cancellationToken);
    }

    /// <param name="parameters">One row, by name; borrowed for the call.</param>
    /// <inheritdoc cref="QueryAsync(string, IProgress{double}?, CancellationToken)" />
    public async Task<ResultSet> QueryAsync(
        string sql, RecordBatch parameters, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        if (_flight.FetchesDirectly && await ParameterBytes.EncodeAsync(parameters) is { Length: <= LongestDirectParameters } bytes)
        {
            HasTraces |= SessionTrace.MayBeLeftBy(sql);
            var command = new CommandBoundStatement { Query = sql, Parameters = UnsafeByteOperations.UnsafeWrap(bytes) };
            return await QueryAsync(command, progress, cancellationToken);
        }

        await using var fresh = await PrepareAsync(sql, cancellationToken);
        return await fresh.QueryAsync(parameters, progress, cancellationToken);
    }

    /// <summary>A result's rows; one without columns is read to its end.</summary>
    internal async Task<ResultSet> OpenAsync((FlightStream Stream, long Rows) result, CancellationToken cancellationToken) =>
        result.Stream.Schema.Fields.Count > 0 ? Rows(result.Stream) : await EndAsync(result.Stream, result.Rows, cancellationToken);

    /// <summary>Runs a statement for its row count; −1 when there is none.</summary>
    public Task<ResultSet> UpdateAsync(string sql, CancellationToken cancellationToken)
    {
        HasTraces |= SessionTrace.MayBeLeftBy(sql);
        return ControlAsync(sql, cancellationToken);
    }

    /// <summary>Runs a statement whose traces the caller looks after.</summary>
    public async Task<ResultSet> ControlAsync(string sql, CancellationToken cancellationToken)
    {
        var outcome = await WatchAsync(() => _sql.UpdateAsync(sql, null, cancellationToken));
        return ResultSet.Changed(outcome.Rows, outcome.Trailers);
    }

    public async Task<ServerStatement> PrepareAsync(string sql, CancellationToken cancellationToken)
    {
        HasTraces |= SessionTrace.MayBeLeftBy(sql);
        return new ServerStatement(this, await WatchAsync(() => _sql.PrepareAsync(sql, null, cancellationToken)));
    }

    /// <summary>Sends rows to a table, as they come.</summary>
    /// <returns>The rows that the server counted; −1 when it doesn't know.</returns>
    public async Task<long> UploadAsync(
        TableUpload upload, Schema schema, IAsyncEnumerable<RecordBatch> batches, CancellationToken cancellationToken)
    {
        HasTraces |= upload.IsTemporary;
        var answers = await WatchAsync(() => _flight.DoPutAsync(upload.ToCommand(), schema, batches, null, cancellationToken));
        return answers.Count > 0 ? DoPutUpdateResult.Parser.ParseFrom(answers[0]).RecordCount : -1;
    }

    /// <summary>What a metadata command answers, whole.</summary>
    public async IAsyncEnumerable<RecordBatch> DescribeAsync(
        IMessage command, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var stream = await WatchAsync(() => _sql.QueryAsync(command, null, cancellationToken));
        while (await stream.ReadBatchAsync(cancellationToken) is { } batch)
        {
            using (batch)
            {
                yield return batch;
            }
        }
    }

    public async Task<string> GetServerVersionAsync(CancellationToken cancellationToken)
    {
        var command = new CommandGetSqlInfo { Info = { (uint)SqlInfoId.ServerVersion } };
        await foreach (var batch in DescribeAsync(command, cancellationToken))
        {
            if (batch.Length > 0 && ColumnValue.Get(batch.Columns[1], 0) is string version)
            {
                return version;
            }
        }

        return "";
    }

    /// <summary>Makes it like new for the next owner: where something may have been left behind, the server forgets the session and keeps the login.</summary>
    /// <returns>False when the server didn't answer: then it's of no use any more.</returns>
    public async Task<bool> TryResetAsync()
    {
        Owner++;
        if (HasTraces)
        {
            if (!await TryAsync(_sql.CloseSessionAsync))
            {
                return false;
            }

            HasTraces = _isSetUp = false;
        }

        Released = Environment.TickCount64;
        return true;
    }

    /// <summary>Ends the server's session and the channel under it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!IsOpen)
        {
            return;
        }

        IsOpen = false;
        if (!IsBroken)
        {
            await TryAsync(_sql.CloseSessionAsync);
        }

        _flight.Dispose();
    }

    private async Task<ResultSet> QueryAsync(IMessage command, IProgress<double>? progress, CancellationToken cancellationToken) => await OpenAsync(
        await WatchAsync(() => progress is null
            ? _sql.FetchAsync(command, null, cancellationToken)
            : _sql.PollAsync(command, progress, null, cancellationToken)),
        cancellationToken);

    internal ResultSet Rows(FlightStream stream) => new(stream.Schema, ReadAsync(stream)) { Trailers = () => stream.Trailers };

    /// <summary>Runs a call, and remembers if it shows that the session is lost.</summary>
    internal async Task<T> WatchAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (RpcException error) when (error.Status is GrpcStatusCode.Unavailable or GrpcStatusCode.Unauthenticated)
        {
            IsBroken = true;
            throw;
        }
    }

    /// <summary>Waits for an answer that changes nothing, but not for long, and whatever it is.</summary>
    internal static async Task<bool> TryAsync(Func<CancellationToken, Task> goodbye)
    {
        using var timeout = new CancellationTokenSource(GoodbyeTimeout);
        try
        {
            await goodbye(timeout.Token);
            return true;
        }
        catch (Exception error) when (error is RpcException or OperationCanceledException or ObjectDisposedException)
        {
            // The server forgets what nobody uses.
            return false;
        }
    }

    private static async Task<ResultSet> EndAsync(FlightStream stream, long known, CancellationToken cancellationToken)
    {
        await using (stream)
        {
            while (await stream.ReadBatchAsync(cancellationToken) is { } batch)
            {
                batch.Dispose();
            }

            var trailers = stream.Trailers;
            long? told = trailers.TryGetValue(DirectFetch.RowsTrailer, out var text) && long.TryParse(text, CultureInfo.InvariantCulture, out var rows) ? rows : null;
            return ResultSet.Changed(told ?? known, trailers);
        }
    }

    private async IAsyncEnumerable<RecordBatch> ReadAsync(
        FlightStream stream, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await using (stream)
        {
            while (await WatchAsync(() => stream.ReadBatchAsync(cancellationToken)) is { } batch)
            {
                yield return batch;
            }
        }
    }
}
