using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using PostModern.Models.Inference;

namespace PostModern.Models.Remote.OpenInference;

/// <summary>The Open Inference Protocol v2 over REST, with tensors as JSON.</summary>
/// <remarks>Open Inference Protocol, REST API: <c>v2/models/{name}[/versions/{version}][/infer]</c>.</remarks>
internal sealed class RestInferenceClient(RemoteService service) : IInferenceClient
{
    private readonly RemoteModel _model = service.Model;

    public Task<ModelSignature> DescribeAsync(CancellationToken cancellationToken) => service.SendAsync(
        () => new HttpRequestMessage(HttpMethod.Get, Path("")),
        async (response, token) => (await JsonAnswers.ReadAsync(response, _model.Name, "model metadata", ReadSignature, token), (TokenUse?)null),
        default,
        null,
        cancellationToken);

    public Task<IReadOnlyList<Tensor>> InferAsync(IReadOnlyList<Tensor> inputs, Spending? spending, CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["inputs"] = new JsonArray([.. inputs.Select(RestTensors.ToJson)]) }.ToJsonString();
        return service.SendAsync(
            () => new HttpRequestMessage(HttpMethod.Post, Path("/infer")) { Content = new StringContent(body, Encoding.UTF8, "application/json") },
            async (response, token) => (await JsonAnswers.ReadAsync(response, _model.Name, "inference response", ReadOutputs, token), (TokenUse?)null),
            default,
            spending,
            cancellationToken);
    }

    private Uri Path(string action)
    {
        var version = _model.Version is { } wanted ? $"/versions/{Uri.EscapeDataString(wanted)}" : "";
        return new Uri($"{_model.Endpoint.AbsoluteUri.TrimEnd('/')}/v2/models/{Uri.EscapeDataString(_model.Model)}{version}{action}");
    }

    private static IReadOnlyList<Tensor> ReadOutputs(JsonElement answer) => [.. answer.GetProperty("outputs").EnumerateArray().Select(RestTensors.Read)];

    private static ModelSignature ReadSignature(JsonElement answer) => new(
        answer.TryGetProperty("versions", out var versions) && versions.ValueKind == JsonValueKind.Array && versions.GetArrayLength() > 0
            ? versions[versions.GetArrayLength() - 1].GetString()
            : null,
        [.. answer.GetProperty("inputs").EnumerateArray().Select(RestTensors.ReadInfo)],
        [.. answer.GetProperty("outputs").EnumerateArray().Select(RestTensors.ReadInfo)]);
}
