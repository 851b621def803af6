using PostModern.Arrow.Errors;

namespace PostModern.Models.Inference;

/// <summary>One input on its way through a pipeline.</summary>
internal sealed class InferenceJob(InferenceRequest request, CancellationToken cancellationToken)
{
    private readonly TaskCompletionSource<InferenceOutcome> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal InferenceRequest Request { get; } = request;

    /// <summary>The asking query's token.</summary>
    internal CancellationToken CancellationToken { get; } = cancellationToken;

    /// <summary>Fails only by cancellation; an input's own failure is an outcome.</summary>
    internal Task<InferenceOutcome> Outcome => _completion.Task;

    /// <summary>What was done for it so far; each stage adds to it, one after the other.</summary>
    internal InferenceEffort Effort { get; set; }

    internal void Succeed(byte[] value) => _completion.TrySetResult(new InferenceOutcome(value, null, true, Effort));

    internal void Cancel() => _completion.TrySetCanceled(CancellationToken);

    /// <param name="error">What a stage threw.</param>
    /// <param name="wasInferred">Whether that stage was the model.</param>
    internal void Fail(Exception error, bool wasInferred)
    {
        if (error is OperationCanceledException && CancellationToken.IsCancellationRequested)
        {
            Cancel();
            return;
        }

        var reason = error as ServerException
            ?? new ServerException(ErrorCode.Internal, $"The model failed on this input: {error.Message}", error);
        _completion.TrySetResult(new InferenceOutcome(null, reason, wasInferred, Effort));
    }
}
