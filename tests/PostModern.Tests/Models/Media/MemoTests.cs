using PostModern.Models.Media;

namespace PostModern.Tests.Models.Media;

/// <summary>What is made is shared, kept within bounds, and let go of.</summary>
public sealed class MemoTests
{
    [Fact]
    public async Task Callers_at_the_same_time_share_what_is_made()
    {
        using var memo = new Memo<Thing>(10, 10, _ => 1);
        var made = 0;
        var leases = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => memo.GetAsync("a", async token =>
        {
            await Task.Delay(20, token);
            return new Thing(++made);
        }, default)));

        Assert.Equal(1, made);
        Assert.All(leases, lease => Assert.Same(leases[0].Value, lease.Value));
    }

    [Fact]
    public async Task What_was_used_longest_ago_goes_first_and_never_while_it_is_used()
    {
        using var memo = new Memo<Thing>(2, 10, _ => 1);
        using var held = await Get(memo, "held");
        var things = new List<Thing>();
        foreach (var key in new[] { "a", "b", "c" })
        {
            using var lease = await Get(memo, key);
            things.Add(lease.Value);
        }

        Assert.Equal([true, false, false], things.Select(t => t.IsDisposed));
        Assert.False(held.Value.IsDisposed);
        Assert.Null(memo.TryGet("a"));
        memo.TryGet("b")!.Dispose();
    }

    [Fact]
    public async Task A_failure_is_not_kept_and_one_who_gives_up_takes_nobody_along()
    {
        using var memo = new Memo<Thing>(10, 10, _ => 1);
        await Assert.ThrowsAsync<IOException>(() => memo.GetAsync("a", _ => throw new IOException(), default));
        using var cancellation = new CancellationTokenSource();
        var first = memo.GetAsync("a", async token =>
        {
            await Task.Delay(Timeout.Infinite, token);
            return new Thing(1);
        }, cancellation.Token);
        var second = memo.GetAsync("a", _ => Task.FromResult(new Thing(2)), default);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Equal(2, (await second).Value.Number);
    }

    [Fact]
    public async Task What_has_no_key_goes_with_its_only_user()
    {
        using var memo = new Memo<Thing>(10, 10, _ => 1);
        var lease = await memo.GetAsync(null, _ => Task.FromResult(new Thing(1)), default);
        lease.Dispose();

        Assert.True(lease.Value.IsDisposed);
    }

    private static Task<MemoLease<Thing>> Get(Memo<Thing> memo, string key) => memo.GetAsync(key, _ => Task.FromResult(new Thing(1)), default);

    private sealed class Thing(int number) : IDisposable
    {
        public int Number => number;

        public bool IsDisposed { get; private set; }

        public void Dispose() => IsDisposed = true;
    }
}
