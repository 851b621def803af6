namespace PostModern.Lake.Parts;

/// <summary>A stretch of sound or video, <c>t=10,20</c>, or with a start only the picture at that moment.</summary>
/// <param name="Start">From the beginning.</param>
/// <param name="End">From the beginning, later than <paramref name="Start"/>; null for none.</param>
/// <remarks>W3C Media Fragments 1.0, 4.2.1; times are cut to microseconds.</remarks>
public sealed record TimeStep(TimeSpan Start, TimeSpan? End = null) : FragmentStep
{
    public override string ToString() => End is { } end ? $"t={MediaTime.Format(Start)},{MediaTime.Format(end)}" : $"t={MediaTime.Format(Start)}";
}
