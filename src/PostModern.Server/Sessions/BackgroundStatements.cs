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
    /// <exception cref="ServerException">ResourceExhausted: too many are kept. AlreadyExists: one has its id. NotFound: the session has been closed.</exception>
    public void Start(ClientSession session, RunningStatements running, BackgroundStatement statement)
    {
        if (_all.Count >= MostKept)
        {
            throw new ServerException(ErrorCode.ResourceExhausted, $"The session keeps {MostKept} polled results; fetch some, or let them expire.");
        }

        Renew(statement);
        if (!_all.TryAdd(statement.Id, statement))
        {
            throw new ServerException(ErrorCode.AlreadyExists, $"The session has a statement named {statement.Id}; each needs a name of its own.");
        }

        if (!session.TryEnter())
        {
            _all.TryRemove(statement.Id, out _);
            throw new ServerException(ErrorCode.NotFound, "The session has been closed.");
        }

        // Known before it runs: a client that gives up at once cancels what no thread has taken yet.
        var stop = running.Begin(statement.Id, session.Closing);
        _ = Task.Run(() => RunAsync(session, running, statement, stop), CancellationToken.None);
    }

    /// <returns>Null when it was never started here, or is forgotten.</returns>
    public BackgroundStatement? Find(Guid id) => _all.GetValueOrDefault(id);

    /// <summary>Keeps a statement or its result for some more time.</summary>
    public static void Renew(BackgroundStatement statement) => statement.Renew(s_keep);

    /// <summary>Stops the statements that nobody asks after any more, and forgets the results that have expired.</summary>
    public async Task ReapAsync(RunningStatements running)
    {
        foreach (var statement in _all.Values.Where(s => s.IsExpired))
        {
            if (statement.Completion.IsCompleted)
            {
                await ForgetAsync(statement);
            }
            else
            {
                await running.CancelAsync(statement.Id);
            }
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
