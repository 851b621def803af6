using System.Collections.Concurrent;

namespace PostModern.Server.Sessions;

/// <summary>The executions in progress by id, so that another call can cancel them.</summary>
internal sealed class RunningStatements
{
    private readonly ConcurrentDictionary<Guid, CancellationTokenSource> _running = new();

    /// <summary>Notes an execution until the source is passed to <see cref="End"/>.</summary>
    /// <returns>Cancelled with any of <paramref name="tokens"/>, or by <see cref="Cancel"/>.</returns>
    public CancellationTokenSource Begin(Guid id, params CancellationToken[] tokens)
    {
        var source = CancellationTokenSource.CreateLinkedTokenSource(tokens);
        _running[id] = source;
        return source;
    }

    public void End(Guid id, CancellationTokenSource source)
    {
        _running.TryRemove(new KeyValuePair<Guid, CancellationTokenSource>(id, source));
        source.Dispose();
    }

    /// <returns>False when nothing runs under that id.</returns>
    public bool Cancel(Guid id)
    {
        if (!_running.TryGetValue(id, out var source))
        {
            return false;
        }

        try
        {
            source.Cancel();
            return true;
        }
        catch (ObjectDisposedException)
        {
            // It ended between the look-up and here.
            return false;
        }
    }
}
