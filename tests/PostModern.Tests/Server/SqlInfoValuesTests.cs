using PostModern.Flight.Commands;
using PostModern.Server.Flight.Commands;

namespace PostModern.Tests.Server;

public class SqlInfoValuesTests
{
    private static readonly SortedDictionary<SqlInfoId, object> Values = SqlInfoValues.For("1.2.3");

    [Fact]
    public void Every_id_is_answered_because_older_drivers_crash_on_a_missing_one() =>
        Assert.Equal(Enum.GetValues<SqlInfoId>(), Values.Keys);

    // The drivers read each id from one alternative of the union and from no other.
    [Theory]
    [InlineData(typeof(string), "0-2 6-7 504 513-514 529-531")]
    [InlineData(typeof(bool), "3-5 9-11 500-502 506 515-516 518-521 523-524 527 532 536-537 539 556 563 565-566 572-576")]
    [InlineData(typeof(int), "8 100-101 522 525-526 528 533-535 538 540 564 567-571")]
    [InlineData(typeof(string[]), "508-512")]
    [InlineData(typeof(Dictionary<int, int[]>), "517")]
    [InlineData(typeof(long), "503 505 507 541-555 557-562")]
    public void Each_id_has_the_type_that_drivers_read(Type type, string ids) =>
        Assert.Equal(Expand(ids), Values.Where(entry => entry.Value.GetType() == type).Select(entry => (uint)entry.Key));

    private static IEnumerable<uint> Expand(string ranges) => ranges.Split(' ').SelectMany(range =>
    {
        var ends = range.Split('-').Select(uint.Parse).ToArray();
        return Enumerable.Range((int)ends[0], (int)(ends[^1] - ends[0] + 1)).Select(id => (uint)id);
    });
}
