using PostModern.Arrow.Arrays;
using PostModern.Engine.Sessions;

namespace PostModern.Server.Sessions;

/// <summary>A prepared statement and the parameters bound to it. Hold <see cref="Gate"/> while using either.</summary>
internal sealed class PreparedHandle(Guid id, Statement statement) : IAsyncDisposable
{
    public Guid Id { get; } = id;

    public Statement Statement { get; } = statement;

    /// <summary>One user at a time: closing waits for the execution to end, and binding can't change it midway.</summary>
    public SemaphoreSlim Gate { get; } = new(1, 1);

    /// <summary>The rows of the last bind; ours to dispose.</summary>
    public RecordBatch? Parameters { get; private set; }

    /// <summary>How often parameters have been bound.</summary>
    public long Binding { get; private set; }

    /// <summary>Whether it was closed while a call was waiting for the <see cref="Gate"/>.</summary>
    public bool IsClosed { get; private set; }

    public void Bind(RecordBatch? parameters)
    {
        Parameters?.Dispose();
        Parameters = parameters;
        Binding++;
    }

    public async ValueTask DisposeAsync()
    {
        await Gate.WaitAsync();
        IsClosed = true;
        Bind(null);
        await Statement.DisposeAsync();

        // Whoever waits is let in to find it closed; a disposed gate would keep them waiting for ever.
        Gate.Release();
    }
}
