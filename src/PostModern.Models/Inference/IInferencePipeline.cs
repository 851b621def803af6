namespace PostModern.Models.Inference;

/// <summary>A pipeline without the type of its prepared items.</summary>
internal interface IInferencePipeline : IAsyncDisposable
{
    /// <summary>Inputs that are computed at the same time.</summary>
    int Lanes { get; }

    /// <summary>Hands in one input, waiting while the pipeline is full.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="cancellationToken">The query's token; it also drops the input wherever it has got to.</param>
    /// <returns>The job, whose outcome comes later.</returns>
    ValueTask<InferenceJob> SubmitAsync(InferenceRequest request, CancellationToken cancellationToken);
}
