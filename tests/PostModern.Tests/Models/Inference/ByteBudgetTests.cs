using PostModern.Models.Inference;

namespace PostModern.Tests.Models.Inference;

public sealed class ByteBudgetTests
{
    [Fact]
    public async Task Whoever_does_not_fit_waits_for_room()
    {
        var budget = new ByteBudget(100);
        Assert.Equal(60, await budget.AcquireAsync(60));
        var second = budget.AcquireAsync(60).AsTask();
        Assert.False(second.IsCompleted);
        budget.Release(60);
        Assert.Equal(60, await second);
    }

    [Fact]
    public async Task Nobody_overtakes()
    {
        var budget = new ByteBudget(100);
        await budget.AcquireAsync(90);
        var large = budget.AcquireAsync(50).AsTask();
        var small = budget.AcquireAsync(5).AsTask();
        Assert.False(small.IsCompleted);
        budget.Release(90);
        await Task.WhenAll(large, small);
    }

    [Fact]
    public async Task More_than_there_is_takes_all()
    {
        var budget = new ByteBudget(100);
        Assert.Equal(100, await budget.AcquireAsync(1_000_000));
        Assert.False(budget.AcquireAsync(1).AsTask().IsCompleted);
    }
}
