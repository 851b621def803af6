using PostModern.Arrow.Arrays;
using PostModern.Benchmarks.Frame;
using PostModern.Benchmarks.Wire.Replay;
using PostModern.Flight.Client;
using PostModern.Flight.Grpc;
using PostModern.Flight.Messages;

namespace PostModern.Benchmarks.Wire;

/// <summary>DoPut of the table's rows: into a temporary table and into a dataset, and the two halves of the work alone.</summary>
internal sealed class Uploads(Origin server, ReplayProcess replay, LocalEngine local, Func<CancellationToken, Task<double>> download) : IDisposable
{
    // Against the download of the same rows: what is stored has to be built, compressed and, for a dataset, written to disk.
    private const double Bar = 0.5;

    private readonly FlightClient _server = Connect(server);
    private readonly FlightClient _replay = Connect(replay.Origin);

    /// <param name="isSupported">Whether the server takes CommandStatementIngest.</param>
    public IEnumerable<Measure> Measures(bool isSupported)
    {
        yield return Ingest("put-temporary-table", Bar, temporary: true, isSupported, download);
        yield return Ingest("put-dataset", Bar, temporary: false, isSupported, download);
        yield return Ingest("put-dataset-to-engine", 0, temporary: false, isSupported, t => InProcessAsync(local.CopyToParquet, t));
        yield return new Measure("put-decoded-and-dropped", "MB/s", Direction.MoreIsBetter, 0, t => SendAsync(null, t), t => SendAsync(Drop, t));
        yield return new Measure(
            "put-batches-to-table", "MB/s", Direction.MoreIsBetter, 0, t => InProcessAsync(local.Write, t), t => InProcessAsync(local.Copy, t));
    }

    /// <summary>Asks with an upload of no rows.</summary>
    public async Task<bool> IsSupportedAsync(CancellationToken cancellationToken)
    {
        try
        {
            await IngestAsync(temporary: true, [], cancellationToken);
            return true;
        }
        catch (RpcException e) when (e.Status == GrpcStatusCode.Unimplemented)
        {
            return false;
        }
    }

    public void Dispose()
    {
        _server.Dispose();
        _replay.Dispose();
    }

    private static GrpcCallOptions Drop { get; } = new(new Dictionary<string, string> { [ReplayServer.DropHeader] = "1" });

    private static FlightClient Connect(Origin origin)
    {
        var client = new FlightClient(origin.Address);
        client.Channel.Headers["authorization"] = origin.Authorization;
        return client;
    }

    private Measure Ingest(string name, double bar, bool temporary, bool isSupported, Func<CancellationToken, Task<double>> reference) => isSupported
        ? new Measure(name, "MB/s", Direction.MoreIsBetter, bar, t => TimeAsync(() => IngestAsync(temporary, local.Batches, t)), reference)
        : Measure.Skip(name, "the server doesn't take CommandStatementIngest");

    private async Task IngestAsync(bool temporary, IReadOnlyList<RecordBatch> batches, CancellationToken cancellationToken)
    {
        var command = new CommandStatementIngest
        {
            Table = temporary ? "uploaded_here" : "uploaded",
            Temporary = temporary,
            TableDefinitionOptions = new CommandStatementIngest.Types.TableDefinitionOptions
            {
                IfNotExist = CommandStatementIngest.Types.TableDefinitionOptions.Types.TableNotExistOption.Create,
                IfExists = CommandStatementIngest.Types.TableDefinitionOptions.Types.TableExistsOption.Replace,
            },
        };
        var answers = await _server.DoPutAsync(command, local.Batches[0].Schema, batches.ToAsyncEnumerable(), null, cancellationToken);
        var (sent, taken) = (batches.Sum(batch => (long)batch.Length), DoPutUpdateResult.Parser.ParseFrom(answers[0]).RecordCount);
        if (sent != taken)
        {
            throw new InvalidOperationException($"{taken} rows were ingested instead of {sent}.");
        }
    }

    /// <summary>To the replay, which throws the rows away: with <see cref="Drop"/> without looking at them.</summary>
    private Task<double> SendAsync(GrpcCallOptions? options, CancellationToken cancellationToken) => TimeAsync(() => _replay.DoPutAsync(
        new CommandStatementIngest(), local.Batches[0].Schema, local.Batches.ToAsyncEnumerable(), options, cancellationToken));

    private Task<double> InProcessAsync(Action<CancellationToken> run, CancellationToken cancellationToken) =>
        TimeAsync(() => Task.Run(() => run(cancellationToken), cancellationToken));

    private Task<double> TimeAsync(Func<Task> run) => Rate.MeasureAsync(async () =>
    {
        await run();
        return replay.BodyLength;
    });
}
