using System.Threading.Channels;

namespace PostModern.Models.Inference;

/// <summary>Inputs on their way into a pipeline: several are worked on at once, and a few more wait.</summary>
internal sealed class JobQueue : IAsyncDisposable
{
    private readonly Channel<InferenceJob> _waiting;
    private readonly Task _completion;

    /// <param name="workers">Jobs that are worked on at once; as many wait.</param>
    /// <param name="work">Ends a job or hands it on; throws nothing.</param>
    internal JobQueue(int workers, Func<InferenceJob, Task> work)
    {
        _waiting = Channel.CreateBounded<InferenceJob>(workers);
        _completion = Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Run(() => WorkAsync(work))));
    }

    /// <inheritdoc cref="IInferencePipeline.SubmitAsync"/>
    internal async ValueTask<InferenceJob> SubmitAsync(InferenceRequest request, CancellationToken cancellationToken)
    {
        var job = new InferenceJob(request, cancellationToken);
        await _waiting.Writer.WriteAsync(job, cancellationToken);
        return job;
    }

    /// <summary>Takes no more jobs and waits for those inside.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _completion;
    }

    private async Task WorkAsync(Func<InferenceJob, Task> work)
    {
        await foreach (var job in _waiting.Reader.ReadAllAsync())
        {
            await work(job);
        }
    }
}
