using Google.Protobuf;
using PostModern.Arrow.Errors;
using PostModern.Models.Inference;
using PostModern.Models.Remote.OpenInference.Messages;

namespace PostModern.Models.Remote.OpenInference;

/// <summary>The Open Inference Protocol v2 over gRPC, with tensors as raw bytes.</summary>
/// <remarks>Open Inference Protocol, gRPC API: <c>inference.GRPCInferenceService</c>.</remarks>
internal sealed class GrpcInferenceClient(RemoteService service) : IInferenceClient
{
    private readonly RemoteModel _model = service.Model;

    public async Task<ModelSignature> DescribeAsync(CancellationToken cancellationToken)
    {
        var live = await CallAsync("ServerLive", new ServerLiveRequest(), ServerLiveResponse.Parser, null, cancellationToken);
        var ready = await CallAsync(
            "ModelReady", new ModelReadyRequest { Name = _model.Model, Version = _model.Version ?? "" }, ModelReadyResponse.Parser, null, cancellationToken);
        if (!live.Live || !ready.Ready)
        {
            throw new ServerException(
                ErrorCode.Unavailable, $"The server at {_model.Endpoint} says that {(live.Live ? $"its model '{_model.Model}'" : "it")} is not ready. Try again later.");
        }

        return ToSignature(await CallAsync(
            "ModelMetadata", new ModelMetadataRequest { Name = _model.Model, Version = _model.Version ?? "" }, ModelMetadataResponse.Parser, null, cancellationToken));
    }

    public async Task<IReadOnlyList<Tensor>> InferAsync(IReadOnlyList<Tensor> inputs, Spending? spending, CancellationToken cancellationToken)
    {
        var request = new ModelInferRequest { ModelName = _model.Model, ModelVersion = _model.Version ?? "" };
        foreach (var input in inputs)
        {
            request.Inputs.Add(new ModelInferRequest.Types.InferInputTensor
            {
                Name = input.Name,
                Datatype = TensorTypes.NameOf(input.Type),
                Shape = { input.Shape },
            });
            request.RawInputContents.Add(RawTensors.ToBytes(input));
        }

        var response = await CallAsync("ModelInfer", request, ModelInferResponse.Parser, spending, cancellationToken);
        return [.. response.Outputs.Index().Select(output => Read(output.Item, output.Index < response.RawOutputContents.Count ? response.RawOutputContents[output.Index] : null))];
    }

    private Task<T> CallAsync<T>(string method, IMessage message, MessageParser<T> parser, Spending? spending, CancellationToken cancellationToken)
        where T : IMessage<T> => service.SendAsync(
            () => GrpcUnary.Request(_model.Endpoint, method, message),
            async (response, token) => (await GrpcUnary.ReadAsync(response, _model.Name, parser, token), (TokenUse?)null),
            default,
            spending,
            cancellationToken);

    private Tensor Read(ModelInferResponse.Types.InferOutputTensor output, ByteString? raw)
    {
        try
        {
            var type = TensorTypes.Parse(output.Datatype);
            var count = Tensor.CountOf(output.Shape);
            var values = raw is null ? RawTensors.FromContents(type, output.Contents ?? new()) : RawTensors.FromBytes(type, raw.Span, count);
            return values.Length == count
                ? new Tensor(output.Name, type, [.. output.Shape], values)
                : throw new FormatException($"it gives {values.Length} values for a tensor of shape [{string.Join(", ", output.Shape)}]");
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            throw new ServerException(ErrorCode.Unavailable, $"The output '{output.Name}' of model '{_model.Name}' can't be used: {e.Message}.", e);
        }
    }

    private ModelSignature ToSignature(ModelMetadataResponse metadata)
    {
        try
        {
            return new ModelSignature(metadata.Versions.LastOrDefault(), [.. metadata.Inputs.Select(ToInfo)], [.. metadata.Outputs.Select(ToInfo)]);
        }
        catch (FormatException e)
        {
            throw new ServerException(ErrorCode.Unsupported, $"Model '{_model.Model}' at {_model.Endpoint} can't be used: {e.Message}.", e);
        }
    }

    private static TensorInfo ToInfo(ModelMetadataResponse.Types.TensorMetadata tensor) => new(tensor.Name, TensorTypes.Parse(tensor.Datatype), [.. tensor.Shape]);
}
