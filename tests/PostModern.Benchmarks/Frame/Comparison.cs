namespace PostModern.Benchmarks.Frame;

/// <summary>The medians of one measure.</summary>
internal sealed record Comparison(Measure Measure, double Ours, double Reference)
{
    /// <summary>How good ours is: above 1 is better than the reference, whichever way the unit points.</summary>
    public double Ratio => Measure.Better == Direction.MoreIsBetter ? Ours / Reference : Reference / Ours;

    public bool Held => Ratio >= Measure.Bar;

    /// <summary>Runs both sides in turn, so that whatever else the machine does falls on both.</summary>
    /// <param name="rounds">Counted rounds; a first one warms up and isn't counted when there are several.</param>
    public static async Task<Comparison> RunAsync(Measure measure, int rounds, CancellationToken cancellationToken)
    {
        var (ours, reference) = (new List<double>(), new List<double>());
        for (var round = rounds > 1 ? -1 : 0; round < rounds; round++)
        {
            var (left, right) = await RoundAsync(measure, oursFirst: round % 2 == 0, cancellationToken);
            if (round >= 0)
            {
                ours.Add(left);
                reference.Add(right);
            }
        }

        return new(measure, Median(ours), Median(reference));
    }

    private static async Task<(double Ours, double Reference)> RoundAsync(Measure measure, bool oursFirst, CancellationToken cancellationToken)
    {
        if (oursFirst)
        {
            var ours = await measure.Ours(cancellationToken);
            return (ours, await measure.Reference(cancellationToken));
        }

        var reference = await measure.Reference(cancellationToken);
        return (await measure.Ours(cancellationToken), reference);
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        var middle = values.Count / 2;
        return values.Count % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
