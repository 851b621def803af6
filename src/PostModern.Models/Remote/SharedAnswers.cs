using System.Diagnostics.CodeAnalysis;
using PostModern.Models.Inference;

namespace PostModern.Models.Remote;

/// <summary>Lets those who ask the same at the same time wait for one answer.</summary>
internal sealed class SharedAnswers
{
    private readonly Lock _lock = new();
    private readonly Dictionary<InferenceKey, Pending> _pending = [];

    /// <summary>The answer to a question that may be on its way already.</summary>
    /// <param name="key">What is asked.</param>
    /// <param name="ask">Asks it. Cancelled when nobody waits any more.</param>
    /// <param name="cancellationToken">Ends this caller's waiting.</param>
    /// <returns>The answer, and whether this caller's asking brought it.</returns>
    public async Task<(byte[] Answer, bool IsOwn)> GetAsync(InferenceKey key, Func<CancellationToken, Task<byte[]>> ask, CancellationToken cancellationToken)
    {
        Pending pending;
        bool isOwn;
        lock (_lock)
        {
            isOwn = !_pending.TryGetValue(key, out pending!);
            if (isOwn)
            {
                pending = new Pending();
                _pending.Add(key, pending);
            }

            pending.Waiting++;
        }

        if (isOwn)
        {
            pending.Answer = Task.Run(() => ask(pending.Stop.Token), CancellationToken.None);
            pending.Started.SetResult();
        }

        try
        {
            await pending.Started.Task;
            return (await pending.Answer!.WaitAsync(cancellationToken), isOwn);
        }
        finally
        {
            Leave(key, pending);
        }
    }

    private void Leave(InferenceKey key, Pending pending)
    {
        lock (_lock)
        {
            if (--pending.Waiting > 0)
            {
                return;
            }

            _pending.Remove(key);
        }

        // Whoever asks now asks anew.
        pending.Stop.Cancel();
    }

    [SuppressMessage("Design", "CA1001", Justification = "The source has no timer, and a request may still look at its token.")]
    private sealed class Pending
    {
        public int Waiting { get; set; }

        public CancellationTokenSource Stop { get; } = new();

        public TaskCompletionSource Started { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<byte[]>? Answer { get; set; }
    }
}
