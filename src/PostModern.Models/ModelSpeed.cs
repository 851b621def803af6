namespace PostModern.Models;

/// <summary>How fast a function runs.</summary>
/// <param name="Function">With the kind of its input.</param>
/// <param name="Model">The model that answers.</param>
/// <param name="Device">Where it runs.</param>
public sealed record ModelSpeed(string Function, string Model, string Device)
{
    /// <summary>Inputs a second through the pipeline.</summary>
    public double PerSecond { get; init; }

    /// <summary>Inputs a second in a loop of full batches on as many threads; null for what isn't done in batches.</summary>
    public double? BarePerSecond { get; init; }
}
