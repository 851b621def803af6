using PostModern.Models.Tasks.Detection;

namespace PostModern.Tests.Models.Tasks.Detection;

public sealed class NonMaxSuppressionTests
{
    private static readonly Box Here = new(0, 0, 0.5f, 0.5f);
    private static readonly Box AlmostHere = new(0.05f, 0, 0.55f, 0.5f);
    private static readonly Box HalfHere = new(0.125f, 0, 0.625f, 0.5f);
    private static readonly Box There = new(0.6f, 0.6f, 1, 1);

    [Fact]
    public void The_surest_of_overlapping_boxes_stays()
    {
        var kept = NonMaxSuppression.Keep([new(1, 0.5f, Here), new(1, 0.9f, AlmostHere), new(1, 0.4f, There)], 10);
        Assert.Equal([AlmostHere, There], kept.Select(thing => thing.Box));
    }

    [Fact]
    public void Different_things_may_overlap_further_than_equal_ones()
    {
        Assert.Equal(0.6f, Here.Overlap(HalfHere), 0.001f);
        Assert.Single(NonMaxSuppression.Keep([new(1, 0.9f, Here), new(1, 0.5f, HalfHere)], 10));
        Assert.Equal(2, NonMaxSuppression.Keep([new(1, 0.9f, Here), new(2, 0.5f, HalfHere)], 10).Count);
    }

    [Fact]
    public void Only_so_many_stay() =>
        Assert.Equal(0.9f, Assert.Single(NonMaxSuppression.Keep([new(1, 0.5f, Here), new(1, 0.9f, There)], 1)).Score);

    [Fact]
    public void Strangers_do_not_overlap() => Assert.Equal(0, Here.Overlap(There));
}
