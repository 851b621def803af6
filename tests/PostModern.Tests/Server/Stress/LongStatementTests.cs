using PostModern.Flight.Client;
using PostModern.Testing;

namespace PostModern.Tests.Server.Stress;

[Collection(StressCollection.Name)]
public class LongStatementTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
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

        await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Eventually.EqualAsync(0, () => fixture.Server.State.Running.Count);
    }

    private static async Task CountForeverAsync(FlightSqlClient client, CancellationToken cancellationToken)
    {
        await using var stream = await client.QueryAsync(PollTests.Endless, null, cancellationToken);
        await stream.ReadBatchAsync(cancellationToken);
    }
}
