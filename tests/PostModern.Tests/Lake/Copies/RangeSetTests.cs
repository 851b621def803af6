using PostModern.Lake.Copies;

namespace PostModern.Tests.Lake.Copies;

public sealed class RangeSetTests
{
    [Fact]
    public void Ranges_that_touch_or_overlap_become_one()
    {
        Assert.Equal([(0, 10), (20, 30)], Pairs(Set((5, 10), (20, 25), (0, 6), (25, 30), (7, 7))));
        Assert.Equal([(0, 30)], Pairs(RangeSet.Of([new(0, 10), new(15, 30)], gap: 5)));
        Assert.Equal([(0, 10), (16, 30)], Pairs(RangeSet.Of([new(0, 10), new(16, 30)], gap: 5)));
    }

    [Fact]
    public void What_is_missing_is_what_the_others_lack()
    {
        Assert.Equal([(3, 5), (8, 10)], Pairs(Set((0, 10)).Without(Set((0, 3), (5, 8)))));
        Assert.Empty(Pairs(Set((2, 4), (6, 8)).Without(Set((0, 10)))));
        Assert.Equal([(0, 10)], Pairs(Set((0, 10)).Without(RangeSet.Empty)));
        Assert.Equal([(4, 6)], Pairs(Set((0, 2), (4, 6)).Without(Set((0, 4), (6, 9)))));
    }

    /// <summary>Against the plainest form that there is: a flag for each byte.</summary>
    [Fact]
    public void Sets_are_right_byte_by_byte()
    {
        var random = new Random(7);
        for (var run = 0; run < 2000; run++)
        {
            var (left, right) = (Random(random), Random(random));
            var (a, b) = (Bytes(RangeSet.Of(left)), Bytes(RangeSet.Of(right)));
            Assert.Equal(left.SelectMany(r => Enumerable.Range((int)r.Start, (int)r.Length)).Distinct().Order(), a);
            Assert.Equal(a.Except(b), Bytes(RangeSet.Of(left).Without(RangeSet.Of(right))));
            Assert.Equal(a.Union(b).Order(), Bytes(RangeSet.Of(left).With(RangeSet.Of(right))));
        }
    }

    private static RangeSet Set(params (long Start, long End)[] ranges) => RangeSet.Of(ranges.Select(r => new ByteRange(r.Start, r.End)));

    private static IEnumerable<(long, long)> Pairs(RangeSet set) => set.Ranges.Select(r => (r.Start, r.End));

    private static IEnumerable<int> Bytes(RangeSet set) => set.Ranges.SelectMany(r => Enumerable.Range((int)r.Start, (int)r.Length));

    private static List<ByteRange> Random(Random random) =>
        [.. Enumerable.Range(0, random.Next(6)).Select(_ => random.Next(40)).Select(start => new ByteRange(start, start + random.Next(12)))];
}
