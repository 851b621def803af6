using PostModern.Models.Inference;

namespace PostModern.Tests.Models.Inference;

public sealed class ComputeThreadsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Full_batches_go_before_inputs_and_inputs_before_what_is_left()
    {
        using var threads = new ComputeThreads(1);
        using var gate = new ManualResetEventSlim();
        var order = new List<ComputePriority>();
        var blocker = threads.RunAsync(() => { gate.Wait(); return 0; }, ComputePriority.Input);
        ComputePriority[] started = [ComputePriority.Rest, ComputePriority.Input, ComputePriority.Batch];
        var works = started.Select(priority => threads.RunAsync(() => { order.Add(priority); return 0; }, priority)).ToArray();
        gate.Set();
        await Task.WhenAll([blocker, .. works]).WaitAsync(Patience);
        Assert.Equal([ComputePriority.Batch, ComputePriority.Input, ComputePriority.Rest], order);
    }

    [Fact]
    public async Task What_work_throws_its_task_throws_and_the_thread_lives_on()
    {
        using var threads = new ComputeThreads(1);
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => threads.RunAsync<int>(() => throw new InvalidOperationException(), ComputePriority.Input).WaitAsync(Patience));
        Assert.Equal(7, await threads.RunAsync(() => 7, ComputePriority.Input).WaitAsync(Patience));
    }

    [Fact]
    public async Task Disposing_finishes_queued_work_and_refuses_more()
    {
        var threads = new ComputeThreads(2);
        var work = Enumerable.Range(0, 20).Select(i => threads.RunAsync(() => i, ComputePriority.Input)).ToArray();
        threads.Dispose();
        Assert.Equal(Enumerable.Range(0, 20), await Task.WhenAll(work).WaitAsync(Patience));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => threads.RunAsync(() => 0, ComputePriority.Input));
    }
}
