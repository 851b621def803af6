using System.Collections.Concurrent;

namespace PostModern.Models.Inference;

/// <summary>Prepared inputs, until enough of them meet.</summary>
/// <remarks>
/// A batch is put together when a thread is free to run it, so that it holds what has come until then. One that isn't full runs when
/// nothing is on its way to fill it, or when a thread has waited long enough. Its memory is bounded by the threads: they run full batches
/// before they prepare more.
/// </remarks>
internal sealed class BatchQueue<TItem> : IAsyncDisposable
    where TItem : class
{
    // Well below what the smallest batch takes, and well above what it takes to fetch the next input from memory or a disk.
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(5);

    private readonly InferenceTask<TItem> _task;
    private readonly ComputeThreads _threads;
    private readonly ConcurrentQueue<PreparedJob<TItem>> _waiting = new();
    private readonly Timer _timer;
    private readonly TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _isTimed;
    private int _inside = 1;

    /// <param name="task">The model's run.</param>
    /// <param name="threads">Where it is computed.</param>
    internal BatchQueue(InferenceTask<TItem> task, ComputeThreads threads)
    {
        (_task, _threads) = (task, threads);
        _timer = new Timer(_ => RunLate());
    }

    internal void Add(PreparedJob<TItem> job)
    {
        Interlocked.Increment(ref _inside);
        _waiting.Enqueue(job);
        if (_waiting.Count >= _task.BatchSize)
        {
            _threads.Start(RunNext, ComputePriority.Batch);
        }
        else
        {
            Watch();
        }
    }

    /// <summary>Nothing more is on its way.</summary>
    internal void Flush()
    {
        if (!_waiting.IsEmpty)
        {
            _threads.Start(RunNext, ComputePriority.Rest);
        }
    }

    /// <summary>Runs what is inside; nothing may be added any more.</summary>
    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync();
        for (var left = _waiting.Count; left > 0; left -= _task.BatchSize)
        {
            Flush();
        }

        // The queue itself counts as one, until here.
        Leave(1);
        await _empty.Task;
    }

    private void Watch()
    {
        if (Interlocked.Exchange(ref _isTimed, 1) == 0)
        {
            _timer.Change(s_patience, Timeout.InfiniteTimeSpan);
        }
    }

    private void RunLate()
    {
        Interlocked.Exchange(ref _isTimed, 0);
        if (_waiting.IsEmpty)
        {
            return;
        }

        // As long as no thread is free, the batch may grow.
        if (_threads.AreBusy)
        {
            Watch();
        }
        else
        {
            Flush();
        }
    }

    private void RunNext()
    {
        var batch = new List<PreparedJob<TItem>>(_task.BatchSize);
        while (batch.Count < _task.BatchSize && _waiting.TryDequeue(out var next))
        {
            batch.Add(next);
        }

        if (batch.Count > 0)
        {
            new InferenceBatch<TItem>(_task, batch).Run();
            Leave(batch.Count);
        }
    }

    private void Leave(int count)
    {
        if (Interlocked.Add(ref _inside, -count) == 0)
        {
            _empty.SetResult();
        }
    }
}
