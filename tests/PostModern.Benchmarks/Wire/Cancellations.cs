using System.Diagnostics;
using PostModern.Benchmarks.Frame;
using PostModern.Flight.Client;

namespace PostModern.Benchmarks.Wire;

/// <summary>How soon a query stops whose client gives it up, by reset: until then its session can run nothing that needs the session's own tables.</summary>
internal sealed class Cancellations(Origin server) : IDisposable
{
    private const int Times = 20;
    private const double MostMilliseconds = 100;
    private const string Endless = "SELECT count(*) FROM range(10000000000) a(i), held b WHERE a.i * b.i = 3";

    private readonly FlightClient _flight = new(server.Address);

    /// <summary>The slowest of them.</summary>
    public async Task<Measure> PrepareAsync(CancellationToken cancellationToken)
    {
        await _flight.HandshakeAsync(null, null, null, cancellationToken);
        await new FlightSqlClient(_flight).ExecuteAsync("CREATE TEMP TABLE held AS SELECT range AS i FROM range(1000)", null, cancellationToken);
        return Measure.Limit("cancel-to-free", "ms", MostMilliseconds, CancelAsync);
    }

    public void Dispose() => _flight.Dispose();

    private async Task<double> CancelAsync(CancellationToken cancellationToken)
    {
        var client = new FlightSqlClient(_flight);
        var slowest = 0.0;
        for (var i = 0; i < Times; i++)
        {
            var stream = await client.QueryAsync(Endless, null, cancellationToken);
            await Task.Delay(50, cancellationToken);
            var watch = Stopwatch.StartNew();
            await stream.DisposeAsync();
            await client.ExecuteAsync("CREATE OR REPLACE TEMP TABLE next AS SELECT 1 AS n", null, cancellationToken);
            slowest = Math.Max(slowest, watch.Elapsed.TotalMilliseconds);
        }

        return slowest;
    }
}
