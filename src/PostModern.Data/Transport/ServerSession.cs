using System.Runtime.CompilerServices;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;
using PostModern.Data.Readers;
using PostModern.Flight.Client;
using PostModern.Flight.Commands;
using PostModern.Flight.Grpc;
using PostModern.Flight.Messages;

namespace PostModern.Data.Transport;

/// <summary>A session on the server: what a connection owns while it is open.</summary>
/// <remarks>
/// The token that the handshake hands out names the session; each session has its own channel, because the token is the channel's.
/// Cancelling any call ends that call alone.
/// </remarks>
internal sealed class ServerSession : IAsyncDisposable
{
    // Saying goodbye is a courtesy: a server that doesn't answer drops the session by itself.
    private static readonly TimeSpan GoodbyeTimeout = TimeSpan.FromSeconds(2);

    private readonly FlightClient _flight;
    private readonly FlightSqlClient _sql;

    private ServerSession(FlightClient flight)
    {
        _flight = flight;
        _sql = new FlightSqlClient(flight);
    }

    public bool IsOpen { get; private set; } = true;

    /// <exception cref="RpcException">Nobody answers there, or the login was refused.</exception>
    public static async Task<ServerSession> OpenAsync(ServerTarget target, CancellationToken cancellationToken)
    {
        var flight = new FlightClient(target.Address);
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
            return new ServerSession(flight);
        }
        catch
        {
            flight.Dispose();
            throw;
        }
    }

    /// <summary>Runs a statement and opens its rows. One without rows has run, once, when this returns.</summary>
    /// <param name="sql">One statement.</param>
    /// <param name="progress">Null to have rows as they are found; else the statement runs to its end first, and tells how far it is.</param>
    /// <param name="cancellationToken">Ends the calls, and the rows.</param>
    public async Task<ResultSet> QueryAsync(string sql, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var command = new CommandStatementQuery { Query = sql };
        return await OpenAsync(
            progress is null
                ? await _sql.FetchAsync(command, null, cancellationToken)
                : await _sql.PollAsync(command, progress, null, cancellationToken),
            cancellationToken);
    }

    /// <summary>A result's rows; one without columns is read to its end.</summary>
    internal static async Task<ResultSet> OpenAsync((FlightStream Stream, long Rows) result, CancellationToken cancellationToken) =>
        result.Stream.Schema.Fields.Count > 0 ? Rows(result.Stream) : await EndAsync(result.Stream, result.Rows, cancellationToken);

    /// <summary>Runs a statement for its row count; −1 when there is none.</summary>
    public Task<long> UpdateAsync(string sql, CancellationToken cancellationToken) => _sql.ExecuteAsync(sql, null, cancellationToken);

    public async Task<ServerStatement> PrepareAsync(string sql, CancellationToken cancellationToken) =>
        new(this, await _sql.PrepareAsync(sql, null, cancellationToken));

    /// <summary>Sends rows to a table, as they come.</summary>
    /// <returns>The rows that the server counted; −1 when it doesn't know.</returns>
    public async Task<long> UploadAsync(
        TableUpload upload, Schema schema, IAsyncEnumerable<RecordBatch> batches, CancellationToken cancellationToken)
    {
        var answers = await _flight.DoPutAsync(upload.ToCommand(), schema, batches, null, cancellationToken);
        return answers.Count > 0 ? DoPutUpdateResult.Parser.ParseFrom(answers[0]).RecordCount : -1;
    }

    /// <summary>What a metadata command answers, whole.</summary>
    public async IAsyncEnumerable<RecordBatch> DescribeAsync(
        Google.Protobuf.IMessage command, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var stream = await _sql.QueryAsync(command, null, cancellationToken);
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

    /// <summary>Ends the server's session and the channel under it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!IsOpen)
        {
            return;
        }

        IsOpen = false;
        await TryAsync(_sql.CloseSessionAsync);
        _flight.Dispose();
    }

    internal static ResultSet Rows(FlightStream stream) => new(stream.Schema, ReadAsync(stream)) { Trailers = () => stream.Trailers };

    /// <summary>Waits for an answer that changes nothing, but not for long, and whatever it is.</summary>
    internal static async Task TryAsync(Func<CancellationToken, Task> goodbye)
    {
        using var timeout = new CancellationTokenSource(GoodbyeTimeout);
        try
        {
            await goodbye(timeout.Token);
        }
        catch (Exception error) when (error is RpcException or OperationCanceledException or ObjectDisposedException)
        {
            // The server forgets what nobody uses.
        }
    }

    private static async Task<ResultSet> EndAsync(FlightStream stream, long rows, CancellationToken cancellationToken)
    {
        await using (stream)
        {
            while (await stream.ReadBatchAsync(cancellationToken) is { } batch)
            {
                batch.Dispose();
            }

            var trailers = stream.Trailers;
            if (rows < 0 && trailers.TryGetValue(DirectFetch.RowsTrailer, out var text) && long.TryParse(text, out var told))
            {
                rows = told;
            }

            return new ResultSet(new Schema(), AsyncEnumerable.Empty<RecordBatch>()) { RecordsAffected = rows, Trailers = () => trailers };
        }
    }

    private static async IAsyncEnumerable<RecordBatch> ReadAsync(
        FlightStream stream, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await using (stream)
        {
            while (await stream.ReadBatchAsync(cancellationToken) is { } batch)
            {
                yield return batch;
            }
        }
    }
}
