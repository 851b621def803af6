using PostModern.Arrow.Errors;
using PostModern.Models.Inference;
using PostModern.Models.Remote;
using PostModern.Models.Remote.OpenInference;

namespace PostModern.Tests.Models.Remote;

/// <summary>The Open Inference Protocol, over REST and gRPC alike.</summary>
public sealed class InferenceClientTests : IAsyncLifetime
{
    private ModelServer _server = null!;

    public async Task InitializeAsync() => _server = await ModelServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData(true, "7")]
    [InlineData(false, "2")]
    public async Task A_model_tells_its_inputs_outputs_and_latest_version(bool isGrpc, string version)
    {
        using var service = Open(isGrpc);

        var signature = await Client(service, isGrpc).DescribeAsync(CancellationToken.None);

        Assert.Equal(version, signature.Version);
        Assert.Equal(["a float32 [-1, 2]", "b float32 [-1, 2]"], signature.Inputs.Select(input => $"{input.Name} {input.Shown}"));
        Assert.Equal(["sum float32 [-1, 2]"], signature.Outputs.Select(output => $"{output.Name} {output.Shown}"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Tensors_go_there_and_back(bool isGrpc)
    {
        using var service = Open(isGrpc);

        var outputs = await Client(service, isGrpc).InferAsync([Floats("a", 1, 2, 3, 4), Floats("b", 10, 20, 30, 40)], null, CancellationToken.None);

        var sum = Assert.Single(outputs);
        Assert.Equal([2L, 2L], sum.Shape);
        Assert.Equal([11f, 22f, 33f, 44f], (float[])sum.Values);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_broken_server_is_asked_again(bool isGrpc)
    {
        using var service = Open(isGrpc);
        _server.Misbehave = (n, context) => n < 3 ? ModelAnswers.RefuseAsync(context, 503) : Task.FromResult(false);

        Assert.Single(await Client(service, isGrpc).InferAsync([Floats("a", 1, 2), Floats("b", 1, 2)], null, CancellationToken.None));
        Assert.Equal(3, _server.Requests);
    }

    [Fact]
    public async Task A_grpc_status_is_told_by_its_meaning()
    {
        using var service = Open(isGrpc: true);
        _server.Misbehave = (_, context) =>
        {
            context.Response.ContentType = "application/grpc";
            context.Response.Headers["grpc-status"] = "5";
            context.Response.Headers["grpc-message"] = "no%20model";
            return Task.FromResult(true);
        };

        var error = await Assert.ThrowsAsync<ServerException>(() => Client(service, isGrpc: true).DescribeAsync(CancellationToken.None));

        Assert.Equal(ErrorCode.NotFound, error.Code);
        Assert.Equal("The server of model 'm' answers gRPC status 5: no model", error.Message);
    }

    [Theory]
    [InlineData("""{"outputs":[{"name":"sum","datatype":"FP32","shape":[1,2],"data":[1]}]}""", "it gives 1 values for a tensor of shape [1, 2]")]
    [InlineData("""{"outputs":[{"name":"sum","datatype":"FP16","shape":[1],"data":[1]}]}""", "tensors of type FP16 can't be used")]
    [InlineData("""{"outputs":[{"name":"sum","datatype":"INT8","shape":[1],"data":[300]}]}""", "no inference response")]
    [InlineData("""{"error":"oops"}""", "no inference response")]
    public async Task An_answer_with_other_tensors_than_it_says_is_an_error(string answer, string message)
    {
        using var service = Open(isGrpc: false);
        _server.Misbehave = (_, context) => ModelAnswers.RefuseAsync(context, 200, text: answer);

        var error = await Assert.ThrowsAsync<ServerException>(() => Client(service, isGrpc: false).InferAsync([Floats("a", 1, 2)], null, CancellationToken.None));

        Assert.Equal(ErrorCode.Unavailable, error.Code);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TensorType.Float64, 1.5, -2.5)]
    [InlineData(TensorType.Int8, (sbyte)-1, (sbyte)2)]
    [InlineData(TensorType.UInt64, ulong.MaxValue, 0UL)]
    [InlineData(TensorType.Bool, true, false)]
    [InlineData(TensorType.Text, "naïve", "")]
    public void Elements_of_every_type_survive_as_bytes_and_as_json(TensorType type, object first, object second)
    {
        var values = Tensor.NewValues(type, 2);
        values.SetValue(first, 0);
        values.SetValue(second, 1);
        var tensor = new Tensor("x", type, [2], values);

        Assert.Equal(values, RawTensors.FromBytes(type, RawTensors.ToBytes(tensor).Span, 2));
        using var json = System.Text.Json.JsonDocument.Parse(RestTensors.ToJson(tensor).ToJsonString());
        Assert.Equal(values, RestTensors.Read(json.RootElement).Values);
    }

    private RemoteService Open(bool isGrpc) => isGrpc ? RemoteServices.Grpc(_server) : RemoteServices.Rest(_server);

    private static IInferenceClient Client(RemoteService service, bool isGrpc) => isGrpc ? new GrpcInferenceClient(service) : new RestInferenceClient(service);

    private static Tensor Floats(string name, params float[] values) => new(name, TensorType.Float32, [values.Length / 2, 2], values);
}
