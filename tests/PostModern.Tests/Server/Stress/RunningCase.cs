using PostModern.Flight.Client;
using PostModern.Flight.Grpc;
using PostModern.Flight.Messages;

namespace PostModern.Tests.Server.Stress;

/// <summary>A statement that runs until somebody stops it.</summary>
internal sealed class RunningCase(FlightSqlClient client, GrpcCallOptions? options) : IDisposable
{
    public static IReadOnlyDictionary<string, Func<RunningCase, Task>> All { get; } = new Dictionary<string, Func<RunningCase, Task>>
    {
        ["computes"] = statement => statement.QueryAsync(StressCancellations.Endless, readsOn: true),
        ["waits for its reader"] = statement => statement.QueryAsync("FROM range(100000000000)", readsOn: false),
        ["sorts"] = statement => statement.QueryAsync("SELECT * FROM range(1000000000) ORDER BY hash(range)", readsOn: true),
        ["pivots"] = statement => statement.QueryAsync(
            "PIVOT (SELECT a.range % 3 AS k, b.range AS v FROM range(10000000) a, range(10000000) b) ON k USING sum(v)", readsOn: true),
        ["fills a temporary table"] = statement => statement.UpdateAsync($"CREATE TEMPORARY TABLE filled AS {StressCancellations.Endless}"),
        ["fills a dataset"] = statement => statement.UpdateAsync($"CREATE TABLE filled AS {StressCancellations.Endless}"),
        ["fills a dataset as a query"] = statement => statement.QueryAsync($"CREATE TABLE filled AS {StressCancellations.Endless}", readsOn: true),
    };

    private readonly CancellationTokenSource _reset = new();
    private readonly TaskCompletionSource<FlightInfo> _info = new();

    /// <summary>Resets the call's stream.</summary>
    public Task ResetAsync() => _reset.CancelAsync();

    /// <summary>What GetFlightInfo gave; only of queries.</summary>
    public Task<FlightInfo> InfoAsync() => _info.Task;

    public void Dispose() => _reset.Dispose();

    private async Task QueryAsync(string sql, bool readsOn)
    {
        var info = await client.Flight.GetFlightInfoAsync(new CommandStatementQuery { Query = sql }, options, _reset.Token);
        await using var stream = await client.Flight.DoGetAsync(info.Endpoint[0].Ticket, options, _reset.Token);
        _info.SetResult(info);
        if (!readsOn)
        {
            await Task.Delay(Timeout.Infinite, _reset.Token);
        }

        while (await stream.ReadBatchAsync(_reset.Token) is { } batch)
        {
            batch.Dispose();
        }
    }

    private Task<long> UpdateAsync(string sql) => client.ExecuteAsync(sql, options, _reset.Token);
}
