using System.Collections.Concurrent;
using PostModern.Arrow.Errors;

namespace PostModern.Server.Sessions;

/// <summary>A session's executions in the background. Each counts as a call, so that the session outlives it.</summary>
internal sealed class BackgroundStatements : IAsyncDisposable
{
    // Results lie on disk, and some clients never fetch theirs.
    private const int MostKept = 64;

    private static readonly TimeSpan s_keep = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<Guid, BackgroundStatement> _all = new();

    /// <summary>Starts a statement.</summary>
    /// <exception cref="ServerException">ResourceExhausted: too many are kept. NotFound: the session has been closed.</exception>
    public void Start(ClientSession session, RunningStatements running, BackgroundStatement statement)
    {
        if (_all.Count >= MostKept)
        {
            throw new ServerException(ErrorCode.ResourceExhausted, $"The session keeps {MostKept} polled results; fetch some, or let them expire.");
        }

        if (!session.TryEnter())
        {
            throw new ServerException(ErrorCode.NotFound, "The session has been closed.");
        }

        _all[statement.Id] = statement;

        // Known before it runs: a client that gives up at once cancels what no thread has taken yet.
        var stop = running.Begin(statement.Id, session.Closing);
        _ = Task.Run(() => RunAsync(session, running, statement, stop), CancellationToken.None);
    }

    /// <returns>Null when it was never started here, or is forgotten.</returns>
    public BackgroundStatement? Find(Guid id) => _all.GetValueOrDefault(id);

    /// <summary>Keeps a result for some more time.</summary>
    public static void Renew(BackgroundStatement statement) => statement.Renew(s_keep);

    /// <summary>Forgets what has expired.</summary>
    public async Task ReapAsync()
    {
        foreach (var statement in _all.Values.Where(s => s.IsExpired))
        {
            await ForgetAsync(statement);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var statement in _all.Values)
        {
            await ForgetAsync(statement);
        }
    }

    private static async Task RunAsync(
        ClientSession session, RunningStatements running, BackgroundStatement statement, CancellationTokenSource stop)
    {
        try
        {
            await statement.RunAsync(s_keep, stop.Token);
        }
        finally
        {
            running.End(statement.Id, stop);
            await session.LeaveAsync();
        }
    }

    private async Task ForgetAsync(BackgroundStatement statement)
    {
        if (_all.TryRemove(statement.Id, out _))
        {
            await statement.DisposeAsync();
        }
    }
}
