using System.Globalization;

namespace PostModern.Benchmarks.Frame;

/// <summary>One line a measure: name, ours, reference, unit, ratio, bar, and <c>held</c> or <c>short</c>; without a bar no verdict.</summary>
internal static class Report
{
    public static string Heading { get; } = Columns("name", "ours", "reference", "unit", "ratio", "bar", "");

    public static string Line(Comparison comparison) => Columns(
        comparison.Measure.Name,
        Number(comparison.Ours),
        Number(comparison.Reference),
        comparison.Measure.Unit,
        comparison.Ratio.ToString("0.00", CultureInfo.InvariantCulture),
        comparison.Measure.Bar.ToString("0.00", CultureInfo.InvariantCulture),
        comparison switch { { Measure.Bar: 0 } => "", { Held: true } => "held", _ => "short" });

    /// <summary>For a measure that can't run here: its name and why.</summary>
    public static string Skipped(Measure skipped) => $"{skipped.Name,-36} skipped: {skipped.Skipped}";

    private static string Columns(string name, string ours, string reference, string unit, string ratio, string bar, string verdict) =>
        $"{name,-36} {ours,14} {reference,14}  {unit,-10} {ratio,7} {bar,6}  {verdict}".TrimEnd();

    // Four figures tell apart what a shared machine can tell apart.
    private static string Number(double value) =>
        Math.Abs(value) >= 1000 ? value.ToString("#,0", CultureInfo.InvariantCulture) : value.ToString("G4", CultureInfo.InvariantCulture);
}
