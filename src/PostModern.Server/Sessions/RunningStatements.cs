using System.Collections.Immutable;

namespace PostModern.Server.Sessions;

/// <summary>The executions in progress by id, so that another call can cancel them. An id has several when its ticket is brought twice.</summary>
internal sealed class RunningStatements
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, ImmutableArray<CancellationTokenSource>> _running = [];

    /// <summary>The executions, waiting ones too.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _running.Values.Sum(sources => sources.Length);
            }
        }
    }

    /// <summary>Notes an execution until the source is passed to <see cref="End"/>.</summary>
    /// <returns>Cancelled with any of <paramref name="tokens"/>, or by <see cref="CancelAsync"/>.</returns>
    public CancellationTokenSource Begin(Guid id, params CancellationToken[] tokens)
    {
        var source = CancellationTokenSource.CreateLinkedTokenSource(tokens);
        lock (_lock)
        {
            _running[id] = _running.TryGetValue(id, out var others) ? others.Add(source) : [source];
        }

        return source;
    }

    public void End(Guid id, CancellationTokenSource source)
    {
        lock (_lock)
        {
            var others = _running[id].Remove(source);
            if (others.IsEmpty)
            {
                _running.Remove(id);
            }
            else
            {
                _running[id] = others;
            }
        }

        source.Dispose();
    }

    /// <returns>False when nothing runs under that id.</returns>
    public async Task<bool> CancelAsync(Guid id)
    {
        ImmutableArray<CancellationTokenSource> sources;
        lock (_lock)
        {
            if (!_running.TryGetValue(id, out sources))
            {
                return false;
            }
        }

        var isCancelled = false;
        foreach (var source in sources)
        {
            isCancelled |= await TryCancelAsync(source);
        }

        return isCancelled;
    }

    private static async Task<bool> TryCancelAsync(CancellationTokenSource source)
    {
        try
        {
            // What is cancelled cleans up on threads of its own, not within the call that asks for it.
            await source.CancelAsync();
            return true;
        }
        catch (ObjectDisposedException)
        {
            // It ended between the look-up and here.
            return false;
        }
    }
}
