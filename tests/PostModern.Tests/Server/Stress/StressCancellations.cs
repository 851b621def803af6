using Google.Protobuf;
using PostModern.Flight.Client;
using PostModern.Flight.Commands;
using PostModern.Flight.Grpc;
using PostModern.Flight.Messages;

namespace PostModern.Tests.Server.Stress;

/// <summary>Statements that would run for hours, given up in each of the ways that clients have.</summary>
internal static class StressCancellations
{
    public const string Endless = "SELECT sum(a.range * b.range) FROM range(10000000) a, range(10000000) b";
    private const string EndlessRows = "FROM range(100000000000)";

    public static IReadOnlyList<Func<StressClient, Task>> All { get; } = [DisposeWhileItComputes, DisposeWhileItWaits, CancelByInfo, LetTimeRunOut];

    public static async Task DisposeWhileItComputes(StressClient client)
    {
        // The schema arrives before the first row is known.
        await using var stream = await client.Sql.QueryAsync(Endless, null, default);
        Assert.Single(stream.Schema.Fields);
    }

    /// <summary>The client doesn't read, so the server can't send.</summary>
    public static async Task DisposeWhileItWaits(StressClient client)
    {
        await using var stream = await client.Sql.QueryAsync(EndlessRows, null, default);
        using var first = await stream.ReadBatchAsync(default);
        Assert.Equal(0L, first!.Columns[0].Values<long>()[0]);
    }

    public static async Task CancelByInfo(StressClient client)
    {
        var info = await client.Sql.Flight.GetFlightInfoAsync(new CommandStatementQuery { Query = Endless }, null, default);
        await using var stream = await client.Sql.Flight.DoGetAsync(info.Endpoint[0].Ticket, null, default);

        Assert.Equal(CancelStatus.Cancelled, await CancelAsync(client.Helper, info));

        var error = await Assert.ThrowsAsync<RpcException>(() => stream.ReadBatchAsync(default));
        Assert.Equal(GrpcStatusCode.Cancelled, error.Status);
    }

    public static async Task LetTimeRunOut(StressClient client)
    {
        var options = new GrpcCallOptions(Timeout: TimeSpan.FromMilliseconds(client.Random.Next(20, 200)));

        var error = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            await using var stream = await client.Sql.QueryAsync(Endless, options, default);
            await stream.ReadAsync();
        });

        Assert.Equal(GrpcStatusCode.DeadlineExceeded, error.Status);
    }

    public static async Task<CancelStatus> CancelAsync(FlightSqlClient client, FlightInfo info)
    {
        var body = await client.ActAsync(ActionTypes.CancelFlightInfo, new CancelFlightInfoRequest { Info = info }.ToByteString(), null, default);
        return CancelFlightInfoResult.Parser.ParseFrom(body).Status;
    }
}
