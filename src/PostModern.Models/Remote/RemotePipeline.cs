using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using PostModern.Arrow.Errors;
using PostModern.Models.Inference;

namespace PostModern.Models.Remote;

/// <summary>Answers inputs by asking a server. Nothing of it computes, so it has no threads of its own.</summary>
/// <param name="answer">Asks about one input, whose bytes are given.</param>
/// <param name="places">Inputs that may be on their way at the same time.</param>
[SuppressMessage("Design", "CA1001", Justification = "The semaphore's wait handle is never asked for, so that it holds nothing.")]
internal sealed class RemotePipeline(Func<InferenceRequest, ReadOnlyMemory<byte>, CancellationToken, Task<byte[]>> answer, int places) : IInferencePipeline
{
    private readonly SemaphoreSlim _places = new(places, places);
    private readonly SharedAnswers _shared = new();

    public int Lanes => places;

    public async ValueTask<InferenceJob> SubmitAsync(InferenceRequest request, CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken);
        var job = new InferenceJob(request, cancellationToken);
        _ = AnswerAsync(job);
        return job;
    }

    /// <summary>Waits for what is being asked.</summary>
    public async ValueTask DisposeAsync()
    {
        for (var i = 0; i < places; i++)
        {
            await _places.WaitAsync();
        }
    }

    private async Task AnswerAsync(InferenceJob job)
    {
        var token = job.CancellationToken;
        var started = Stopwatch.GetTimestamp();
        var spending = new Spending("call", () => new SpendingLimits(), job.Request.Spending);

        // The query is let go at once, wherever its input has got to.
        await using var leave = token.UnsafeRegister(state => ((InferenceJob)state!).Cancel(), job);
        try
        {
            var content = await job.Request.Source.ReadAsync(token);
            var (value, _) = await _shared.GetAsync(job.Request.Key, stop => answer(job.Request with { Spending = spending }, content, stop), token);
            job.Effort = new InferenceEffort(Stopwatch.GetElapsedTime(started), spending.Calls, spending.Tokens.Total, spending.Cost);
            job.Succeed(value);
        }
        catch (Exception e)
        {
            job.Fail(e, wasInferred: e is not ServerException { Code: ErrorCode.ResourceExhausted });
        }
        finally
        {
            _places.Release();
        }
    }
}
