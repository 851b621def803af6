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
    private readonly Queue<Action> _first = new();
    private readonly Queue<Action> _second = new();
    private readonly Thread[] _threads;
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

    /// <summary>Runs <paramref name="work"/> on the next free thread; what it throws, the task throws.</summary>
    /// <param name="work">Pure computation; never waits.</param>
    /// <param name="urgent">Goes before all work that is not: inference before decoding, so that decoded pictures leave memory.</param>
    internal Task<T> RunAsync<T>(Func<T> work, bool urgent)
    {
        // A continuation must not run here, or a network write would hold a compute thread.
        var completion = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            (urgent ? _first : _second).Enqueue(() => Complete(completion, work));
        }

        _ready.Release();
        return completion.Task;
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
        while (true)
        {
            _ready.Wait();
            Action? work;
            lock (_lock)
            {
                if (!_first.TryDequeue(out work) && !_second.TryDequeue(out work))
                {
                    // Woken without work: Dispose gave one such permit to each thread.
                    return;
                }
            }

            work();
        }
    }
}
