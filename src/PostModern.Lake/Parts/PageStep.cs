using System.Globalization;

namespace PostModern.Lake.Parts;

/// <summary>A page of a document: <c>page=3</c>.</summary>
/// <param name="Number">From 1.</param>
public sealed record PageStep(int Number) : FragmentStep
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"page={Number}");
}
