using PostModern.Benchmarks.Frame;
using PostModern.Benchmarks.Wire.Cpp;
using PostModern.Benchmarks.Wire.Replay;
using PostModern.Flight.Client;
using PostModern.Flight.Messages;
using PostModern.Testing;

namespace PostModern.Benchmarks.Wire;

/// <summary>What Flight SQL costs beside what it stands on: Kestrel, sockets, DuckDB; and beside PostgreSQL for the smallest query.</summary>
internal sealed class WireGroup : Group
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("postmodern-bench-");
    private readonly Stack<object> _started = new();

    public override string Name => "wire";

    public override async Task<IReadOnlyList<Measure>> PrepareAsync(bool smoke, CancellationToken cancellationToken)
    {
        var table = new BenchTable(smoke ? 100_000 : 10_000_000);
        var process = Keep(await ServerProcess.StartAsync([], new Dictionary<string, string>(), cancellationToken));
        var server = await CreateTableAsync(process, table, cancellationToken);
        var replay = Keep(await ReplayProcess.StartAsync(server, cancellationToken));
        var local = Keep(new LocalEngine(table, cancellationToken));
        await local.LoadAsync(cancellationToken);
        var (cpp, reason) = await CppClient.BuildAsync(_folder.FullName, cancellationToken);
        var downloads = Keep(new Downloads(server, replay, local, cpp, reason));
        var uploads = Keep(new Uploads(server, replay, local, downloads.ServerAsync));
        var postgres = PostgresServer.IsInstalled ? Keep(await PostgresServer.StartAsync(cancellationToken)) : null;
        var small = Keep(new SmallQueries(server, postgres, smoke ? 20 : 1000));
        var cancellations = Keep(new Cancellations(server));
        return
        [
            .. downloads.Measures(),
            .. uploads.Measures(await uploads.IsSupportedAsync(cancellationToken)),
            .. await small.PrepareAsync(cancellationToken),
            await cancellations.PrepareAsync(cancellationToken),
        ];
    }

    public override async ValueTask DisposeAsync()
    {
        while (_started.TryPop(out var last))
        {
            if (last is IAsyncDisposable slow)
            {
                await slow.DisposeAsync();
            }
            else
            {
                ((IDisposable)last).Dispose();
            }
        }

        _folder.Delete(recursive: true);
        await base.DisposeAsync();
    }

    private T Keep<T>(T started)
        where T : notnull
    {
        _started.Push(started);
        return started;
    }

    /// <summary>Makes the table in a session of the server's; the session's token lets other clients read it.</summary>
    private async Task<Origin> CreateTableAsync(ServerProcess process, BenchTable table, CancellationToken cancellationToken)
    {
        var client = Keep(new FlightClient(process.Endpoint));
        await client.HandshakeAsync(null, null, null, cancellationToken);
        await new FlightSqlClient(client).ExecuteAsync(table.Create, null, cancellationToken);
        return new Origin(process.Endpoint, client.Channel.Headers["authorization"], PlanAsync, () => process.ProcessorTime);

        async Task<Ticket> PlanAsync(CancellationToken token)
        {
            var info = await client.GetFlightInfoAsync(new CommandStatementQuery { Query = BenchTable.Query }, null, token);
            return info.Endpoint[0].Ticket;
        }
    }
}
