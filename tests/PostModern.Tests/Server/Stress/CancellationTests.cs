using System.Diagnostics;
using PostModern.Flight.Client;
using PostModern.Flight.Commands;
using PostModern.Flight.Grpc;
using PostModern.Flight.Messages;
using Xunit.Abstractions;

namespace PostModern.Tests.Server.Stress;

/// <summary>Whoever stops a statement, and whatever it is busy with: it ends soon, and frees what it held.</summary>
/// <remarks>Soon is 2 s here, for machines that do much else meanwhile; the output says how long it took.</remarks>
[Collection(StressCollection.Name)]
public sealed class CancellationTests(ServerFixture fixture, ITestOutputHelper output) : IClassFixture<ServerFixture>, IAsyncLifetime
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2);
    private readonly List<FlightSqlClient> _clients = [];

    public static TheoryData<string> Statements => [.. RunningCase.All.Keys];

    public static TheoryData<string> Queries => ["computes", "waits for its reader", "sorts"];

    public Task InitializeAsync() => Eventually.EqualAsync(0, () => fixture.Server.State.Sessions.Count);

    public Task DisposeAsync()
    {
        _clients.ForEach(client => client.Flight.Dispose());
        return Eventually.EqualAsync(0, () => fixture.Server.State.Sessions.Count);
    }

    [Theory]
    [MemberData(nameof(Statements))]
    public async Task A_reset_stream_stops_what(string statement)
    {
        var client = Connect(fixture.Server.Endpoint);
        var (running, end) = await StartAsync(client, statement);

        await AssertStopsAsync(running.ResetAsync);

        await AssertFailsAsync(end);
        Assert.Equal(1, await client.ReadValueAsync("SELECT 1"));
    }

    [Theory]
    [MemberData(nameof(Statements))]
    public async Task A_connection_that_vanishes_stops_what(string statement)
    {
        await using var relay = new TcpRelay(fixture.Server.Endpoint);
        var (running, end) = await StartAsync(Connect(relay.Endpoint), statement);

        await AssertStopsAsync(() => Task.Run(relay.Break));

        await running.ResetAsync();
        await AssertFailsAsync(end);
        await Eventually.EqualAsync(0, () => fixture.Server.State.Sessions.Count);
    }

    [Theory]
    [MemberData(nameof(Statements))]
    public async Task A_deadline_stops_what(string statement)
    {
        // Only the server knows of it: a client with a deadline of its own would reset the stream too.
        var options = new GrpcCallOptions(new Dictionary<string, string> { ["grpc-timeout"] = "700m" });
        var started = Stopwatch.GetTimestamp();
        var (running, end) = await StartAsync(Connect(fixture.Server.Endpoint), statement, options);

        await AssertStopsAsync(() => Task.Delay(TimeSpan.FromMilliseconds(Math.Max(0, 700 - Stopwatch.GetElapsedTime(started).TotalMilliseconds))));

        await running.ResetAsync();
        await AssertFailsAsync(end);
    }

    [Theory]
    [MemberData(nameof(Statements))]
    public async Task Closing_the_session_stops_what(string statement)
    {
        var (first, second) = await ConnectTwiceAsync();
        var (running, end) = await StartAsync(first, statement);

        await AssertStopsAsync(() => second.CloseSessionAsync(default));

        await running.ResetAsync();
        await AssertFailsAsync(end);
    }

    [Theory]
    [MemberData(nameof(Queries))]
    public async Task Cancelling_by_the_flight_info_stops_what(string statement)
    {
        var (first, second) = await ConnectTwiceAsync();
        var (running, end) = await StartAsync(first, statement);
        var info = await running.InfoAsync();

        await AssertStopsAsync(async () => Assert.Equal(CancelStatus.Cancelled, await StressCancellations.CancelAsync(second, info)));

        await running.ResetAsync();
        await AssertFailsAsync(end);
        await second.CloseSessionAsync(default);
    }

    [Fact]
    public async Task Older_clients_cancel_by_a_packed_query()
    {
        var (first, second) = await ConnectTwiceAsync();
        var (running, end) = await StartAsync(first, "computes");
        var request = new ActionCancelQueryRequest { Info = Google.Protobuf.MessageExtensions.ToByteString(await running.InfoAsync()) };

        await AssertStopsAsync(() => second.ActAsync(ActionTypes.CancelQuery, FlightSqlCommand.Pack(request), null, default));

        var error = await Assert.ThrowsAsync<RpcException>(() => end);
        Assert.Equal(GrpcStatusCode.Cancelled, error.Status);
        await second.CloseSessionAsync(default);
    }

    private FlightSqlClient Connect(Uri endpoint)
    {
        _clients.Add(new FlightSqlClient(new FlightClient(endpoint)));
        return _clients[^1];
    }

    /// <summary>Two connections of one session.</summary>
    private async Task<(FlightSqlClient First, FlightSqlClient Second)> ConnectTwiceAsync()
    {
        var (first, second) = (Connect(fixture.Server.Endpoint), Connect(fixture.Server.Endpoint));
        await first.Flight.HandshakeAsync("ada", "any", null, default);
        second.Flight.Channel.Headers["authorization"] = first.Flight.Channel.Headers["authorization"];
        return (first, second);
    }

    private async Task<(RunningCase Statement, Task End)> StartAsync(FlightSqlClient client, string name, GrpcCallOptions? options = null)
    {
        var running = new RunningCase(client, options);
        var end = RunningCase.All[name](running);
        await Task.WhenAny(end, Eventually.EqualAsync(1, () => fixture.Server.State.Sessions.Count));

        // Long enough to be in the middle of it.
        await Task.WhenAny(end, Task.Delay(300));
        Assert.False(end.IsCompleted, end.Exception?.Message);
        return (running, end);
    }

    private async Task AssertStopsAsync(Func<Task> stop)
    {
        await stop();
        var time = await Eventually.EqualAsync(0, () => fixture.Server.State.ActiveCalls);
        output.WriteLine($"{time.TotalMilliseconds:0} ms");
        Assert.InRange(time, TimeSpan.Zero, Soon);
        Assert.Equal(0, fixture.Server.State.Running.Count);
    }

    private static async Task AssertFailsAsync(Task end) =>
        Assert.True(await Record.ExceptionAsync(() => end) is RpcException or OperationCanceledException);
}
