using PostModern.Engine.Sessions;

namespace PostModern.Server.Sessions;

/// <summary>Statements that GetFlightInfo has planned, kept for the DoGet that usually follows so that nothing is planned twice.</summary>
/// <remarks>Only a shortcut: the ticket alone is enough, so forgetting one is never an error.</remarks>
internal sealed class PlannedStatements : IAsyncDisposable
{
    private const int Capacity = 8;

    private readonly Lock _lock = new();
    private readonly Queue<(Guid Id, Statement Statement)> _planned = new();

    public async Task AddAsync(Guid id, Statement statement)
    {
        Statement? forgotten = null;
        lock (_lock)
        {
            _planned.Enqueue((id, statement));
            if (_planned.Count > Capacity)
            {
                forgotten = _planned.Dequeue().Statement;
            }
        }

        if (forgotten is not null)
        {
            await forgotten.DisposeAsync();
        }
    }

    /// <summary>Takes the statement out; the caller disposes it.</summary>
    public Statement? Take(Guid id)
    {
        lock (_lock)
        {
            Statement? taken = null;
            for (var left = _planned.Count; left > 0; left--)
            {
                var entry = _planned.Dequeue();
                if (entry.Id == id)
                {
                    taken = entry.Statement;
                }
                else
                {
                    _planned.Enqueue(entry);
                }
            }

            return taken;
        }
    }

    public async ValueTask DisposeAsync()
    {
        (Guid, Statement Statement)[] all;
        lock (_lock)
        {
            all = [.. _planned];
            _planned.Clear();
        }

        foreach (var (_, statement) in all)
        {
            await statement.DisposeAsync();
        }
    }
}
