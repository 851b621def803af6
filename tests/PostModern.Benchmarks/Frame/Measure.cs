namespace PostModern.Benchmarks.Frame;

/// <summary>One question with two answers: ours, and that of something we want to be compared with.</summary>
/// <param name="Name">Stable, in lower case with hyphens: later runs are compared by it.</param>
/// <param name="Unit">Of both answers.</param>
/// <param name="Better">What makes the ratio of the two read "how good are we".</param>
/// <param name="Bar">The least ratio that is good enough: 1 is as good as the reference, 0 where the reference only explains.</param>
/// <param name="Ours">Does the work once and returns its figure in <paramref name="Unit"/>.</param>
/// <param name="Reference">The same for the reference; a fixed limit returns itself.</param>
internal sealed record Measure(
    string Name,
    string Unit,
    Direction Better,
    double Bar,
    Func<CancellationToken, Task<double>> Ours,
    Func<CancellationToken, Task<double>> Reference)
{
    /// <summary>Why it can't run here, such as a program that isn't installed; null when it can.</summary>
    public string? Skipped { get; private init; }

    /// <summary>A cost that must stay under a limit; there is nothing to compare it with.</summary>
    public static Measure Limit(string name, string unit, double limit, Func<CancellationToken, Task<double>> ours) =>
        new(name, unit, Direction.LessIsBetter, 1, ours, _ => Task.FromResult(limit));

    /// <summary>A measure that needs what this machine lacks: it is named, so that nobody takes its absence for success.</summary>
    public static Measure Skip(string name, string reason) =>
        new(name, "", Direction.MoreIsBetter, 0, _ => Task.FromResult(0.0), _ => Task.FromResult(0.0)) { Skipped = reason };
}
