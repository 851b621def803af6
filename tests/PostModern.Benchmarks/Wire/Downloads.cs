using PostModern.Benchmarks.Frame;
using PostModern.Benchmarks.Wire.Cpp;
using PostModern.Benchmarks.Wire.Replay;
using PostModern.Flight.Client;

namespace PostModern.Benchmarks.Wire;

/// <summary>DoGet of the table: each client against the server, and against a replay of the server's bytes.</summary>
internal sealed class Downloads(Origin server, ReplayProcess replay, LocalEngine local, CppClient? cpp, string cppIsMissing) : IDisposable
{
    // What a server may lose to planning, reading DuckDB and encoding.
    private const double Bar = 0.8;

    private readonly RawClient _raw = new();

    public IEnumerable<Measure> Measures()
    {
        yield return Faster("get-http", Bar, RawAsync);
        yield return Faster("get-flight-client", Bar, FlightAsync);
        yield return cpp is null
            ? Measure.Skip("get-cpp-grpc", cppIsMissing)
            : Faster("get-cpp-grpc", Bar, (origin, token) => cpp.DownloadAsync(origin, replay.BodyLength, token));
        yield return new Measure("get-server-cpu", "CPU-s/GB", Direction.LessIsBetter, 0, t => CostAsync(server, t), t => CostAsync(replay.Origin, t));
        yield return new Measure("get-http-to-tcp", "MB/s", Direction.MoreIsBetter, 0, ServerAsync, TcpAsync);
        yield return new Measure("get-http-to-engine", "MB/s", Direction.MoreIsBetter, 0, ServerAsync, EngineAsync);
    }

    /// <summary>MB/s of the server to a client that doesn't decode.</summary>
    public Task<double> ServerAsync(CancellationToken cancellationToken) => RawAsync(server, cancellationToken);

    public void Dispose() => _raw.Dispose();

    private Measure Faster(string name, double bar, Func<Origin, CancellationToken, Task<double>> client) =>
        new(name, "MB/s", Direction.MoreIsBetter, bar, token => client(server, token), token => client(replay.Origin, token));

    private async Task<double> RawAsync(Origin origin, CancellationToken cancellationToken)
    {
        var ticket = await origin.PlanAsync(cancellationToken);
        return await Rate.MeasureAsync(() => _raw.DownloadAsync(origin.Address, origin.Authorization, ticket, cancellationToken));
    }

    /// <summary>Our own client, which decodes and checks the batches.</summary>
    private async Task<double> FlightAsync(Origin origin, CancellationToken cancellationToken)
    {
        using var client = new FlightClient(origin.Address);
        client.Channel.Headers["authorization"] = origin.Authorization;
        var ticket = await origin.PlanAsync(cancellationToken);
        return await Rate.MeasureAsync(async () =>
        {
            await using var stream = await client.DoGetAsync(ticket, null, cancellationToken);
            await foreach (var batch in stream.ReadBatchesAsync(cancellationToken))
            {
                batch.Dispose();
            }

            return replay.BodyLength;
        });
    }

    private Task<double> TcpAsync(CancellationToken cancellationToken) => Rate.MeasureAsync(() => replay.DownloadOverTcpAsync(cancellationToken));

    private Task<double> EngineAsync(CancellationToken cancellationToken) => Rate.MeasureAsync(async () =>
    {
        await local.ReadAsync(cancellationToken);
        return replay.BodyLength;
    });

    private async Task<double> CostAsync(Origin origin, CancellationToken cancellationToken)
    {
        var ticket = await origin.PlanAsync(cancellationToken);
        var before = origin.ProcessorTime();
        var bytes = await _raw.DownloadAsync(origin.Address, origin.Authorization, ticket, cancellationToken);
        return (origin.ProcessorTime() - before).TotalSeconds / (bytes / 1e9);
    }
}
