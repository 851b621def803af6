namespace PostModern.Models.Inference;

/// <summary>The threads on which all decoding and inference of a process runs, one per core it may use.</summary>
/// <remarks>
/// Their own threads, because work of a tenth of a second would starve the thread pool that serves the network; one set for all
/// models, because two models at once must not use twice the cores.
/// </remarks>
internal sealed class ComputeThreads : IDisposable
{
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _ready = new(0);
    private readonly Queue<Action>[] _queues = [.. Enum.GetValues<ComputePriority>().Select(_ => new Queue<Action>())];
    private readonly Thread[] _threads;
    private int _working;
    private bool _disposed;

    /// <param name="count">How many work at once.</param>
    internal ComputeThreads(int count)
    {
        _threads = new Thread[count];
        for (var i = 0; i < count; i++)
        {
            _threads[i] = new Thread(Work) { IsBackground = true, Name = $"model compute {i + 1}" };
            _threads[i].Start();
        }
    }

    internal int Count => _threads.Length;

    /// <summary>Whether no thread is free at the moment.</summary>
    internal bool AreBusy => Volatile.Read(ref _working) >= _threads.Length;

    /// <summary>Runs <paramref name="work"/> on a free thread; what it throws, the task throws.</summary>
    /// <param name="work">Pure computation; never waits.</param>
    /// <param name="priority">What goes before it.</param>
    internal Task<T> RunAsync<T>(Func<T> work, ComputePriority priority)
    {
        // A continuation must not run here, or a network write would hold a compute thread.
        var completion = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Start(() => Complete(completion, work), priority);
        return completion.Task;
    }

    /// <summary>Runs <paramref name="work"/> on a free thread.</summary>
    /// <param name="work">Pure computation; never waits and throws nothing.</param>
    /// <param name="priority">What goes before it.</param>
    internal void Start(Action work, ComputePriority priority)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _queues[(int)priority].Enqueue(work);
        }

        _ready.Release();
    }

    /// <summary>Lets queued work finish, then ends the threads.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
        }

        _ready.Release(_threads.Length);
        foreach (var thread in _threads)
        {
            thread.Join();
        }

        _ready.Dispose();
    }

    private static void Complete<T>(TaskCompletionSource<T> completion, Func<T> work)
    {
        try
        {
            completion.SetResult(work());
        }
        catch (OperationCanceledException e)
        {
            completion.SetCanceled(e.CancellationToken);
        }
        catch (Exception e)
        {
            completion.SetException(e);
        }
    }

    private void Work()
    {
        // Woken without work: Dispose gave one such permit to each thread.
        for (_ready.Wait(); TakeNext() is { } work; _ready.Wait())
        {
            Interlocked.Increment(ref _working);
            work();
            Interlocked.Decrement(ref _working);
        }
    }

    private Action? TakeNext()
    {
        lock (_lock)
        {
            return Array.Find(_queues, queue => queue.Count > 0)?.Dequeue();
        }
    }
}
