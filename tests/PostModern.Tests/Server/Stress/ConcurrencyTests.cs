using PostModern.Arrow.Memory;
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
