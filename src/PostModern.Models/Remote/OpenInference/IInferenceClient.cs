using PostModern.Models.Inference;

namespace PostModern.Models.Remote.OpenInference;

/// <summary>A model behind the Open Inference Protocol v2, over REST or gRPC.</summary>
internal interface IInferenceClient
{
    /// <summary>The model's inputs and outputs.</summary>
    /// <exception cref="PostModern.Arrow.Errors.ServerException">Unavailable: the server or the model is not ready. NotFound: there is no such model.</exception>
    Task<ModelSignature> DescribeAsync(CancellationToken cancellationToken);

    /// <summary>Runs the model.</summary>
    /// <returns>Its outputs.</returns>
    Task<IReadOnlyList<Tensor>> InferAsync(IReadOnlyList<Tensor> inputs, Spending? spending, CancellationToken cancellationToken);
}
