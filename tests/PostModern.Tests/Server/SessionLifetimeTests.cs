using PostModern.Arrow.Errors;
using PostModern.Engine;
using PostModern.Flight.Client;
using PostModern.Server;
using PostModern.Server.Sessions;

namespace PostModern.Tests.Server;

public class SessionLifetimeTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task A_session_lives_until_its_last_call_has_ended()
    {
        await using var engine = await OpenEngineAsync();
        var session = new ClientSession("key", engine.OpenSession(), isBoundToConnection: true);
        Assert.True(session.TryEnter());

        await session.DisposeAsync();

        Assert.True(session.Closing.IsCancellationRequested);
        Assert.False(session.TryEnter());
        await using var statement = await session.Engine.PrepareAsync("SELECT 1", default);
        await session.LeaveAsync();
    }

    [Fact]
    public async Task A_session_is_idle_only_between_calls()
    {
        await using var engine = await OpenEngineAsync();
        var session = new ClientSession("key", engine.OpenSession(), isBoundToConnection: false);

        Assert.True(session.IsIdleFor(TimeSpan.Zero));
        Assert.False(session.IsIdleFor(TimeSpan.FromMinutes(1)));
        session.TryEnter();
        Assert.False(session.IsIdleFor(TimeSpan.Zero));
        await session.LeaveAsync();
        Assert.True(session.IsIdleFor(TimeSpan.Zero));
        await session.DisposeAsync();
    }

    [Fact]
    public async Task A_statement_in_the_background_that_nobody_asks_after_is_stopped_and_then_forgotten()
    {
        await using var engine = await OpenEngineAsync();
        var session = new ClientSession("key", engine.OpenSession(), isBoundToConnection: false);
        var running = new RunningStatements();
        var statement = new BackgroundStatement(
            Guid.NewGuid(), await session.Engine.PrepareAsync("SELECT count(*) FROM range(10000000000) a(i), range(1000) b(j) WHERE i * j = 3", default), null, new());
        session.Background.Start(session, running, statement);

        await session.Background.ReapAsync(running);
        Assert.False(statement.Completion.IsCompleted);
        statement.Renew(TimeSpan.FromSeconds(-1));
        await session.Background.ReapAsync(running);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => statement.Completion.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.NotNull(session.Background.Find(statement.Id));
        statement.Renew(TimeSpan.FromSeconds(-1));
        await session.Background.ReapAsync(running);
        Assert.Null(session.Background.Find(statement.Id));
        await session.DisposeAsync();
    }

    [Fact]
    public async Task The_least_recently_used_statement_goes_when_there_are_too_many()
    {
        await using var engine = await OpenEngineAsync();
        await using var session = engine.OpenSession();
        await using var handles = new PreparedHandles();
        var ids = Enumerable.Range(0, 257).Select(_ => Guid.NewGuid()).ToArray();
        foreach (var id in ids)
        {
            await handles.AddAsync(new PreparedHandle(id, await session.PrepareAsync("SELECT 1", default)));
            handles.Get(ids[0]);
        }

        Assert.Equal(ids[0], handles.Get(ids[0]).Id);
        Assert.Equal(ErrorCode.NotFound, Assert.Throws<ServerException>(() => handles.Get(ids[1])).Code);
    }

    [Fact]
    public async Task Stopping_the_server_ends_running_queries_and_frees_the_port()
    {
        var server = await StartAsync(0);
        var client = new FlightSqlClient(new FlightClient(server.Endpoint));
        await using var stream = await client.QueryAsync("FROM range(1000000000)", null, default);
        (await stream.ReadBatchAsync(default))!.Dispose();

        // Until what nobody reads fills every buffer between them.
        await Task.Delay(1000);
        await server.StopAsync().WaitAsync(TimeSpan.FromSeconds(25));

        await using var next = await StartAsync(server.Port);
        Assert.Equal(server.Port, next.Port);
    }

    [Fact]
    public async Task A_host_that_is_no_address_is_refused_by_name()
    {
        var error = await Assert.ThrowsAsync<ServerException>(() => StartAsync(0, "no.such.host"));

        Assert.Contains("no.such.host", error.Message, StringComparison.Ordinal);
    }

    private Task<PostModernServer> StartAsync(int port, string host = "127.0.0.1") =>
        PostModernServer.StartAsync(new ServerOptions { Host = host, Port = port, Engine = NewOptions() }, default);

    private Task<QueryEngine> OpenEngineAsync() => QueryEngine.OpenAsync(NewOptions(), default);

    private EngineOptions NewOptions() => new() { Warehouse = Path.Combine(fixture.Folder, Guid.NewGuid().ToString("N")), Threads = 1 };
}
