using PostModern.Models.Signatures;

namespace PostModern.Models.Inference;

/// <summary>A pipeline without the type of its prepared items.</summary>
internal interface IInferencePipeline : IAsyncDisposable
{
    /// <summary>Inputs that are computed at the same time.</summary>
    int Lanes { get; }

    /// <summary>Answers inputs in full batches on as many threads, with no queue in between: what the pipeline can't be faster than.</summary>
    /// <param name="contents">The inputs' bytes; borrowed for the call.</param>
    /// <param name="options">The call's.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The time it took; null where inputs aren't done in batches.</returns>
    TimeSpan? TimeBare(IReadOnlyList<ReadOnlyMemory<byte>> contents, TaskOptions options, CancellationToken cancellationToken) => null;

    /// <summary>Hands in one input, waiting while the pipeline is full.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="cancellationToken">The query's token; it also drops the input wherever it has got to.</param>
    /// <returns>The job, whose outcome comes later.</returns>
    ValueTask<InferenceJob> SubmitAsync(InferenceRequest request, CancellationToken cancellationToken);
}
