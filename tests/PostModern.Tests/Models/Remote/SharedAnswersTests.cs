using PostModern.Models.Inference;
using PostModern.Models.Remote;

namespace PostModern.Tests.Models.Remote;

/// <summary>Who asks the same at the same time waits for one answer.</summary>
public sealed class SharedAnswersTests
{
    private static readonly InferenceKey s_key = new(1, 2);

    private readonly SharedAnswers _shared = new();
    private readonly TaskCompletionSource<byte[]> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _asked;

    [Fact]
    public async Task Two_who_ask_at_the_same_time_get_one_answer()
    {
        var first = GetAsync(CancellationToken.None);
        var second = GetAsync(CancellationToken.None);
        _answer.SetResult([7]);

        Assert.Equal([7], (await first).Answer);
        Assert.Equal([7], (await second).Answer);
        Assert.Equal(1, _asked);
    }

    [Fact]
    public async Task One_who_leaves_does_not_stop_the_other()
    {
        using var cancel = new CancellationTokenSource();
        var first = GetAsync(cancel.Token);
        var second = GetAsync(CancellationToken.None);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        _answer.SetResult([7]);
        Assert.Equal([7], (await second).Answer);
        Assert.False(_stopped.Task.IsCompleted);
    }

    [Fact]
    public async Task When_all_have_left_the_asking_stops()
    {
        using var cancel = new CancellationTokenSource();
        var first = GetAsync(cancel.Token);
        var second = GetAsync(cancel.Token);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        await _stopped.Task.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Who_asks_later_asks_anew()
    {
        _answer.SetResult([7]);

        await GetAsync(CancellationToken.None);
        await GetAsync(CancellationToken.None);

        Assert.Equal(2, _asked);
    }

    private Task<(byte[] Answer, bool IsOwn)> GetAsync(CancellationToken cancellationToken) => _shared.GetAsync(
        s_key,
        async stop =>
        {
            Interlocked.Increment(ref _asked);
            try
            {
                return await _answer.Task.WaitAsync(stop);
            }
            catch (OperationCanceledException)
            {
                _stopped.TrySetResult();
                throw;
            }
        },
        cancellationToken);
}
