using System.Runtime.CompilerServices;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;
using PostModern.Server.Flight.Commands;

namespace PostModern.Tests.Server;

public sealed class ReadAheadTests : IDisposable
{
    private readonly CancellationTokenSource _running = new();
    private readonly List<int> _disposed = [];
    private int _made;

    public void Dispose() => _running.Dispose();

    [Fact]
    public async Task Every_batch_comes_once_and_in_order()
    {
        var lengths = new List<int>();
        await foreach (var batch in ReadAhead.ByOne(Make(5), _running))
        {
            lengths.Add(batch.Length);
            batch.Dispose();
        }

        Assert.Equal([1, 2, 3, 4, 5], lengths);
        Assert.Equal([1, 2, 3, 4, 5], _disposed);
        Assert.False(_running.IsCancellationRequested);
    }

    [Fact]
    public async Task No_more_than_one_batch_is_made_ahead()
    {
        await foreach (var batch in ReadAhead.ByOne(Make(100), _running))
        {
            batch.Dispose();
            Assert.InRange(_made, batch.Length, batch.Length + 1);
        }
    }

    [Fact]
    public async Task Leaving_early_frees_the_batch_that_was_read_ahead()
    {
        await foreach (var batch in ReadAhead.ByOne(Make(100), _running))
        {
            batch.Dispose();
            break;
        }

        Assert.Equal(Enumerable.Range(1, _made), _disposed);
    }

    [Fact]
    public async Task Leaving_early_cancels_a_read_that_would_take_for_ever()
    {
        await foreach (var batch in ReadAhead.ByOne(MakeThenWait(), _running))
        {
            batch.Dispose();
            break;
        }

        Assert.True(_running.IsCancellationRequested);
    }

    [Fact]
    public async Task The_consumers_own_failure_is_the_one_that_is_seen()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(async () =>
        {
            await foreach (var batch in ReadAhead.ByOne(MakeThenWait(), _running))
            {
                batch.Dispose();
                throw new InvalidOperationException("The socket is gone.");
            }
        });

        Assert.Equal("The socket is gone.", error.Message);
    }

    [Fact]
    public async Task A_failing_read_is_thrown_after_the_batches_before_it()
    {
        var seen = 0;
        await Assert.ThrowsAsync<InvalidDataException>(async () =>
        {
            await foreach (var batch in ReadAhead.ByOne(MakeThenFail(), _running))
            {
                seen++;
                batch.Dispose();
            }
        });

        Assert.Equal(1, seen);
    }

    private async IAsyncEnumerable<RecordBatch> Make(int count)
    {
        for (var length = 1; length <= count; length++)
        {
            await Task.Yield();
            _made++;
            yield return Batch(length);
        }
    }

    private async IAsyncEnumerable<RecordBatch> MakeThenWait([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        yield return Batch(1);
        await Task.Delay(Timeout.Infinite, cancellationToken);
    }

    private async IAsyncEnumerable<RecordBatch> MakeThenFail()
    {
        yield return Batch(1);
        await Task.Yield();
        throw new InvalidDataException();
    }

    private RecordBatch Batch(int length) => new(new Schema(), length, [], new Note(() => _disposed.Add(length)));

    private sealed class Note(Action disposed) : IDisposable
    {
        public void Dispose() => disposed();
    }
}
