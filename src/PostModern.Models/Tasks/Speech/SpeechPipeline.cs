using PostModern.Models.Inference;
using PostModern.Models.Media;

namespace PostModern.Models.Tasks.Speech;

/// <summary>Recordings to transcripts, several at once. All queries of the process share it.</summary>
/// <remarks>
/// Not a pipeline of batches: decoding can wait for another program, which compute threads must not, and one recording may be more work than a
/// thousand others. So a recording is cut into windows, and the windows of all recordings share the threads.
/// </remarks>
internal sealed class SpeechPipeline : IInferencePipeline
{
    private readonly Transcriber _transcriber;
    private readonly SoundDecoder _decoder;
    private readonly ComputeThreads _threads;
    private readonly ByteBudget _budget;
    private readonly JobQueue _submitted;

    /// <param name="transcriber">Shared with other pipelines.</param>
    /// <param name="shared">What all pipelines share.</param>
    internal SpeechPipeline(Transcriber transcriber, PipelineFactory shared)
    {
        (_transcriber, _decoder, _threads, _budget) = (transcriber, shared.Sound, shared.Threads, shared.Budget);

        // One recording more than there are threads: while one is fetched or decoded, the others keep them busy.
        _submitted = new JobQueue(_threads.Count + 1, AnswerAsync);
    }

    public int Lanes => _threads.Count;

    public ValueTask<InferenceJob> SubmitAsync(InferenceRequest request, CancellationToken cancellationToken) =>
        _submitted.SubmitAsync(request, cancellationToken);

    /// <summary>Takes no more input and waits for what is inside.</summary>
    public ValueTask DisposeAsync() => _submitted.DisposeAsync();

    private async Task AnswerAsync(InferenceJob job)
    {
        var isOpen = false;
        try
        {
            job.CancellationToken.ThrowIfCancellationRequested();
            await using var recording = await OpenAsync(job);
            isOpen = true;
            var run = new TranscriptRun(_transcriber, TranscriptOptions.Of(job.Request.Options), _threads);
            var segments = await run.RunAsync(recording, job.CancellationToken);
            job.Effort += run.Effort;
            job.Succeed(TranscriptResult.Encode(segments));
        }
        catch (Exception e)
        {
            job.Fail(e, wasInferred: isOpen);
        }
    }

    private async Task<Recording> OpenAsync(InferenceJob job)
    {
        var held = await _budget.AcquireAsync(job.Request.Source.ExpectedBytes);
        try
        {
            return await _decoder.OpenAsync(await job.Request.Source.ReadAsync(job.CancellationToken), job.CancellationToken);
        }
        finally
        {
            _budget.Release(held);
        }
    }
}
