using PostModern.Arrow.Memory;
using PostModern.Flight.Client;
using PostModern.Flight.Messages;
using PostModern.Testing;

namespace PostModern.Tests.Server.Stress;

[Collection(StressCollection.Name)]
public class ConcurrencyTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private const string CountConnections = "SELECT count FROM duckdb_connection_count()";

    [SlowFact]
    public async Task Many_clients_at_once_get_right_answers_and_leave_nothing_behind()
    {
        using var metrics = new HttpMetrics();
        var before = await CountAsync(metrics);
        var bytes = NativeBuffer.AllocatedBytes;
        for (var round = 0; round < StressLoad.Chosen.Rounds; round++)
        {
            await StressLoad.Chosen.RunRoundAsync(fixture.Server.Endpoint, round);
        }

        await Eventually.EqualAsync(0, () => fixture.Server.State.Running.Count);
        await Eventually.EqualAsync(0, () => fixture.Server.State.Sessions.Count);
        await Eventually.EqualAsync((0L, 0L), () => metrics.Active);
        await Eventually.EqualAsync(bytes, () => NativeBuffer.AllocatedBytes);
        Assert.Equal(before, await CountAsync(metrics));
    }

    /// <summary>Each holds a thread, and there are two cores: on a pool that grows by itself, 64 of them keep the next call waiting for over half a minute.</summary>
    [SlowFact]
    public async Task Many_long_statements_leave_other_calls_an_answer()
    {
        using var stop = new CancellationTokenSource();
        var running = Enumerable.Range(0, 64).Select(_ => CountForeverAsync(fixture.Connect(), stop.Token)).ToList();
        try
        {
            await Eventually.EqualAsync(running.Count, () => fixture.Server.State.Running.Count);
            Assert.Equal(1, await fixture.Connect().ReadValueAsync("SELECT 1").WaitAsync(TimeSpan.FromSeconds(15)));
        }
        finally
        {
            await stop.CancelAsync();
        }

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(running));
        await Eventually.EqualAsync(0, () => fixture.Server.State.Running.Count);
    }

    private static async Task CountForeverAsync(FlightSqlClient client, CancellationToken cancellationToken)
    {
        var query = new CommandStatementQuery { Query = "SELECT count(*) FROM range(10000000000) a(i), range(1000) b(j) WHERE i * j = 3" };
        await using var stream = await client.QueryAsync(query, null, cancellationToken);
        await stream.ReadBatchAsync(cancellationToken);
    }

    private async Task<object?> CountAsync(HttpMetrics metrics)
    {
        var client = fixture.Connect();
        var count = await client.ReadValueAsync(CountConnections);
        Assert.Equal((1, 1), (metrics.Active.Connections, fixture.Server.State.Sessions.Count));
        client.Flight.Dispose();
        await Eventually.EqualAsync(0, () => fixture.Server.State.Sessions.Count);
        return count;
    }
}
