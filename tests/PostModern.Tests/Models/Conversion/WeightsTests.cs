using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using PostModern.Arrow.Errors;
using PostModern.Models.Conversion.TensorFlow;

namespace PostModern.Tests.Models.Conversion;

/// <summary>Weights come out as the numbers that they stand for, however they are stored.</summary>
public sealed class WeightsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("weights-").FullName;

    [Fact]
    public void Bytes_and_shorts_are_scaled_and_shifted()
    {
        var weights = Read(new GraphFile()
            .Constant("bytes", [2], "float32", [0, 255], Quantized("uint8", -1, 0.01))
            .Constant("shorts", [2], "float32", MemoryMarshal.AsBytes<ushort>([0, 65535]), Quantized("uint16", -2, 0.001)));
        Assert.Equal([-1f, 1.55f], weights["bytes"].Floats);
        Assert.Equal([-2f, 63.535f], weights["shorts"].Floats);
    }

    [Fact]
    public void Half_floats_become_floats()
    {
        Half[] values = [(Half)0.5, (Half)(-65504), Half.Epsilon];
        var weights = Read(new GraphFile().Constant(
            "halves", [3], "float32", MemoryMarshal.AsBytes<Half>(values), new JsonObject { ["dtype"] = "float16" }));
        Assert.Equal(Array.ConvertAll(values, value => (float)value), weights["halves"].Floats);
    }

    [Fact]
    public void Quantised_integers_are_rounded()
    {
        var weights = Read(new GraphFile().Constant("integers", [3], "int32", [0, 1, 2], Quantized("uint8", 10, 1.4)));
        Assert.Equal([10, 11, 13], weights["integers"].Integers);
    }

    [Fact]
    public void An_empty_tensor_has_no_values() =>
        Assert.Empty(Read(new GraphFile().Integers("empty", [0, 1]))["empty"].Integers);

    [Fact]
    public void Weight_files_that_are_too_short_are_refused()
    {
        var path = new GraphFile().Floats("a", [4], 1, 2, 3, 4).Write(_folder);
        File.WriteAllBytes(Path.Combine(_folder, "weights.bin"), new byte[15]);
        var error = Assert.Throws<ServerException>(() => GraphModel.Load(path));
        Assert.Equal(ErrorCode.InvalidInput, error.Code);
        Assert.Equal($"'{path}' is not a TF.js graph model: its weight files are too short", error.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("{\"modelTopology\": {\"model_config\": {}}, \"weightsManifest\": []}")]
    public void A_file_that_holds_no_graph_is_refused(string content)
    {
        var path = Path.Combine(_folder, "model.json");
        File.WriteAllText(path, content);
        Assert.Equal(ErrorCode.InvalidInput, Assert.Throws<ServerException>(() => GraphModel.Load(path)).Code);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private IReadOnlyDictionary<string, Constant> Read(GraphFile graph) => GraphModel.Load(graph.Write(_folder)).Weights;

    private static JsonObject Quantized(string type, double minimum, double scale) =>
        new() { ["dtype"] = type, ["min"] = minimum, ["scale"] = scale };
}
