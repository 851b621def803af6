using Microsoft.ML.OnnxRuntime;
using PostModern.Arrow.Errors;
using PostModern.Models.Inference;
using PostModern.Models.Loading;
using PostModern.Models.Sources;
using PostModern.Models.Tasks.Prediction;

namespace PostModern.Models.Catalog;

/// <summary>Models with inputs and outputs of their own: in ONNX files here, or on inference servers.</summary>
internal static class PredictionModels
{
    internal static IReadOnlyList<string> Families { get; } = [ModelTasks.OnnxFamily, ModelTasks.InferenceFamily];

    internal static Prediction Make(ModelParts parts, ComputeThreads threads)
    {
        var definition = parts.Model.Definition!;
        var inputs = ModelFacts.InputsOf(definition);
        var outputs = ModelFacts.OutputsOf(definition);
        if (parts.Model.Remote is { } service)
        {
            return new Prediction(inputs, outputs, RemoteModelSource.ClientOf(service).InferAsync);
        }

        return new Prediction(inputs, outputs, (tensors, _, token) => threads.RunAsync(() => Run(parts, tensors, outputs, token), ComputePriority.Batch));
    }

    private static IReadOnlyList<Tensor> Run(ModelParts parts, IReadOnlyList<Tensor> inputs, IReadOnlyList<TensorInfo> outputs, CancellationToken cancellationToken)
    {
        try
        {
            using var answers = parts.Graph(LocalModelSource.Graph).Run([.. inputs.Select(OnnxInput.Of)], [.. outputs.Select(output => output.Name)], cancellationToken);
            return [.. outputs.Select((output, i) => answers.Tensor(i, output))];
        }
        catch (OnnxRuntimeException e)
        {
            throw new ServerException(ErrorCode.InvalidInput, $"The model '{parts.Model.Name}' fails on this input: {e.Message}", e);
        }
    }
}
