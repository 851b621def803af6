namespace PostModern.Lake.Copies;

/// <summary>Bytes of an object, as few ranges that neither touch nor overlap, in order.</summary>
public sealed class RangeSet
{
    private RangeSet(IReadOnlyList<ByteRange> ranges) => Ranges = ranges;

    public static RangeSet Empty { get; } = new([]);

    public IReadOnlyList<ByteRange> Ranges { get; }

    /// <summary>How many bytes they are.</summary>
    public long Bytes => Ranges.Sum(r => r.Length);

    /// <param name="ranges">In any order.</param>
    /// <param name="gap">Ranges that lie no further apart become one, with what lies between them: a request costs more than a few bytes.</param>
    public static RangeSet Of(IEnumerable<ByteRange> ranges, long gap = 0)
    {
        var merged = new List<ByteRange>();
        foreach (var range in ranges.Where(r => r.Length > 0).OrderBy(r => r.Start))
        {
            if (merged.Count > 0 && range.Start <= merged[^1].End + gap)
            {
                merged[^1] = merged[^1] with { End = Math.Max(merged[^1].End, range.End) };
            }
            else
            {
                merged.Add(range);
            }
        }

        return new RangeSet(merged);
    }

    public RangeSet With(RangeSet others) => Of(Ranges.Concat(others.Ranges));

    /// <summary>The bytes that <paramref name="others"/> lacks.</summary>
    public RangeSet Without(RangeSet others)
    {
        var rest = new List<ByteRange>();
        var next = 0;
        foreach (var range in Ranges)
        {
            var at = range.Start;
            while (next < others.Ranges.Count && others.Ranges[next].End <= at)
            {
                next++;
            }

            for (var i = next; i < others.Ranges.Count && others.Ranges[i].Start < range.End; i++)
            {
                rest.Add(new ByteRange(at, Math.Max(at, others.Ranges[i].Start)));
                at = Math.Min(range.End, others.Ranges[i].End);
            }

            rest.Add(new ByteRange(at, range.End));
        }

        return Of(rest);
    }
}
