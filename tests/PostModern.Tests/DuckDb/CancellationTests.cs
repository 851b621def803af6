using System.Diagnostics;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;
using PostModern.DuckDb;
using PostModern.DuckDb.Functions;

namespace PostModern.Tests.DuckDb;

public sealed class CancellationTests : IDisposable
{
    // Minutes of work, and no row before its end.
    private const string Endless = "SELECT sum(a.i * b.i) FROM range(10000000) a(i), range(10000000) b(i)";

    private readonly InMemory _db = new();

    public void Dispose() => _db.Dispose();

    [Fact]
    public async Task Cancelling_a_query_ends_it_and_leaves_the_connection_usable()
    {
        using var cancellation = new CancellationTokenSource(100);
        using var statement = _db.Connection.Prepare(Endless);
        using var stream = statement.Execute(cancellation.Token);
        var watch = Stopwatch.StartNew();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Drain(stream));

        Assert.InRange(watch.ElapsedMilliseconds, 0, 5000);
        Assert.Equal(1, _db.Value("SELECT 1"));
    }

    [Fact]
    public async Task The_token_of_the_enumeration_cancels_too()
    {
        using var cancellation = new CancellationTokenSource(100);
        using var statement = _db.Connection.Prepare(Endless);
        using var stream = statement.Execute(CancellationToken.None);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Drain(stream, cancellation.Token));

        Assert.Equal(1, _db.Value("SELECT 1"));
    }

    [Fact]
    public async Task Cancelling_between_batches_throws_instead_of_ending()
    {
        using var cancellation = new CancellationTokenSource();
        using var statement = _db.Connection.Prepare("FROM range(1000000)");
        using var stream = statement.Execute(cancellation.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var batch in stream)
            {
                batch.Dispose();
                await cancellation.CancelAsync();
            }
        });

        Assert.Equal(1, _db.Value("SELECT 1"));
    }

    [Fact]
    public async Task A_query_that_nobody_reads_is_stopped_by_its_end()
    {
        using var statement = _db.Connection.Prepare(Endless);
        using (statement.Execute(CancellationToken.None))
        {
            // DuckDB's own threads have begun meanwhile.
            await Task.Delay(200);
        }

        // The next statement waits for them.
        Assert.Equal(1, await Task.Run(() => _db.Value("SELECT 1")).WaitAsync(TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public void A_cancelled_token_starts_nothing()
    {
        using var statement = _db.Connection.Prepare("SELECT 1");

        Assert.ThrowsAny<OperationCanceledException>(() => statement.Execute(new CancellationToken(true)));
        Assert.ThrowsAny<OperationCanceledException>(() => _db.Connection.Query("SELECT 1", new CancellationToken(true)));
        Assert.Equal(1, _db.Value("SELECT 1"));
    }

    [Fact]
    public void A_materialised_query_can_be_cancelled()
    {
        using var cancellation = new CancellationTokenSource(100);

        Assert.ThrowsAny<OperationCanceledException>(() => _db.Connection.Query(Endless, cancellation.Token));
        Assert.Equal(1, _db.Value("SELECT 1"));
    }

    [Fact]
    public async Task Interrupting_without_a_token_is_DuckDBs_own_error()
    {
        var query = Task.Run(() => _db.Connection.Query(Endless));
        await Task.Delay(100);
        _db.Connection.Interrupt();

        Assert.Equal(DuckDbErrorType.Interrupt, (await Assert.ThrowsAsync<DuckDbException>(() => query)).ErrorType);
        Assert.Equal(1, _db.Value("SELECT 1"));
    }

    [Fact]
    public async Task Disposing_a_stream_stops_a_fetch_that_runs()
    {
        using var statement = _db.Connection.Prepare(Endless);
        var stream = statement.Execute(CancellationToken.None);
        var reading = Drain(stream);
        await Task.Delay(100);
        var watch = Stopwatch.StartNew();

        stream.Dispose();

        Assert.InRange(watch.ElapsedMilliseconds, 0, 5000);
        await Assert.ThrowsAsync<DuckDbException>(() => reading);
        Assert.Equal(1, _db.Value("SELECT 1"));
    }

    [Fact]
    public async Task A_function_that_waits_is_cancelled_with_its_statement()
    {
        _db.Connection.Register(new ScalarFunction
        {
            Name = "wait_for_ever",
            Parameters = [null],
            ReturnType = ArrowTypes.Utf8,
            Invoke = call =>
            {
                Task.Delay(Timeout.Infinite, call.Cancellation).GetAwaiter().GetResult();
                return ColumnBuilder.Create(ArrowTypes.Utf8).Build();
            },
        });
        using var cancellation = new CancellationTokenSource(100);
        using var statement = _db.Connection.Prepare("SELECT wait_for_ever(i) FROM range(3) t(i)");
        using var stream = statement.Execute(cancellation.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Drain(stream));

        Assert.Equal(1, _db.Value("SELECT 1"));
    }

    /// <summary>Tokens call back the newest registration first, so a function can hear of it before the reader's own token does.</summary>
    [Fact]
    public async Task A_function_that_hears_of_the_cancellation_first_is_cancelled_all_the_same()
    {
        using var heard = new ManualResetEventSlim();
        using var ended = new ManualResetEventSlim();
        using var entered = new SemaphoreSlim(0);
        _db.Connection.Register(new ScalarFunction
        {
            Name = "hear_first",
            Parameters = [null],
            ReturnType = ArrowTypes.Utf8,
            Invoke = call =>
            {
                var registration = call.Cancellation.UnsafeRegister(
                    _ =>
                    {
                        heard.Set();
                        ended.Wait(TimeSpan.FromSeconds(10));
                    },
                    null);
                entered.Release();
                heard.Wait(CancellationToken.None);
                registration.Unregister();
                throw new OperationCanceledException(call.Cancellation);
            },
        });
        using var cancellation = new CancellationTokenSource();
        using var statement = _db.Connection.Prepare("SELECT hear_first(i) FROM range(3) t(i)");
        using var stream = statement.Execute(cancellation.Token);
        var reading = Drain(stream);
        await entered.WaitAsync();

        var cancelling = cancellation.CancelAsync();
        var failure = await Record.ExceptionAsync(() => reading);
        ended.Set();
        await cancelling;

        Assert.IsAssignableFrom<OperationCanceledException>(failure);
        Assert.Equal(1, _db.Value("SELECT 1"));
    }

    private static async Task Drain(ResultStream stream, CancellationToken cancellation = default)
    {
        await foreach (var batch in stream.WithCancellation(cancellation))
        {
            batch.Dispose();
        }
    }
}
