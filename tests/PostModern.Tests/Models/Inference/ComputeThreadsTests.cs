using PostModern.Models.Inference;

namespace PostModern.Tests.Models.Inference;

public sealed class ComputeThreadsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Urgent_work_goes_first()
    {
        using var threads = new ComputeThreads(1);
        using var gate = new ManualResetEventSlim();
        var order = new List<string>();
        var blocker = threads.RunAsync(() => { gate.Wait(); return 0; }, urgent: false);
        var later = threads.RunAsync(() => { order.Add("later"); return 0; }, urgent: false);
        var urgent = threads.RunAsync(() => { order.Add("urgent"); return 0; }, urgent: true);
        gate.Set();
        await Task.WhenAll(blocker, later, urgent).WaitAsync(Patience);
        Assert.Equal(["urgent", "later"], order);
    }

    [Fact]
    public async Task What_work_throws_its_task_throws_and_the_thread_lives_on()
    {
        using var threads = new ComputeThreads(1);
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => threads.RunAsync<int>(() => throw new InvalidOperationException(), urgent: false).WaitAsync(Patience));
        Assert.Equal(7, await threads.RunAsync(() => 7, urgent: false).WaitAsync(Patience));
    }

    [Fact]
    public async Task Disposing_finishes_queued_work_and_refuses_more()
    {
        var threads = new ComputeThreads(2);
        var work = Enumerable.Range(0, 20).Select(i => threads.RunAsync(() => i, urgent: false)).ToArray();
        threads.Dispose();
        Assert.Equal(Enumerable.Range(0, 20), await Task.WhenAll(work).WaitAsync(Patience));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => threads.RunAsync(() => 0, urgent: false));
    }
}
