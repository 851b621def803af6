namespace PostModern.Benchmarks.Frame;

/// <summary>Measures that share what they need, such as a running server. Disposed after its last measure.</summary>
internal abstract class Group : IAsyncDisposable
{
    /// <summary>What the command line calls it.</summary>
    public abstract string Name { get; }

    /// <summary>Starts what the measures need and returns them.</summary>
    /// <param name="smoke">Small inputs: the run shows that the benchmark works and not how fast anything is.</param>
    public abstract Task<IReadOnlyList<Measure>> PrepareAsync(bool smoke, CancellationToken cancellationToken);

    public virtual ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
