using System.Text;
using PostModern.Arrow.Arrays;
using PostModern.Models;
using PostModern.Models.Inference;
using PostModern.Models.Registry;
using PostModern.Models.Signatures;
using PostModern.Models.Tasks.Embedding;
using PostModern.Testing;

namespace PostModern.Tests.Models.Inference;

/// <summary>Networks stay loaded while there is room for them.</summary>
public sealed class SessionMemoryTests : IDisposable
{
    private readonly SessionMemory _memory = new(DecoderBytes + 1);
    private readonly ModelDevices _devices = new(null, ModelDevices.Cpu);
    private readonly ModelRegistry _registry = ModelRegistry.Open(ModelRegistry.DefaultFolder, ModelFixture.Options.CacheFolder!);
    private readonly List<OnnxModel> _opened = [];

    private static long DecoderBytes => new FileInfo(Path.Combine(ModelRegistry.DefaultFolder, "caption-coco80", "decoder_model.onnx")).Length;

    [Fact]
    public void What_was_unused_longest_makes_room_and_comes_back_when_it_is_needed()
    {
        var (encoder, decoder) = (Open("encoder"), Open("decoder"));
        var before = Encode(encoder);
        Assert.True(encoder.IsLoaded);

        Assert.Contains("input_ids", decoder.Inputs.Keys);
        Assert.False(encoder.IsLoaded);
        Assert.Equal(decoder.Bytes, _memory.Bytes);

        Assert.Equal(before, Encode(encoder));
        Assert.False(decoder.IsLoaded);
        Assert.Equal(encoder.Bytes, _memory.Bytes);
    }

    [Fact]
    public void Many_threads_that_push_each_other_s_networks_out_get_the_right_answers()
    {
        OnnxModel[] encoders = [Open("encoder"), Open("encoder"), Open("encoder")];
        var expected = Encode(encoders[0]);
        Parallel.For(0, 120, new ParallelOptions { MaxDegreeOfParallelism = 6 }, i => Assert.Equal(expected, Encode(encoders[i % 3])));
        Assert.Equal(encoders.Where(e => e.IsLoaded).Sum(e => e.Bytes), _memory.Bytes);
    }

    [SlowFact]
    public async Task A_server_with_room_for_one_model_answers_with_all()
    {
        await using var runtime = new ModelRuntime(ModelFixture.Options with { ModelMemoryBytes = 1 });
        for (var round = 0; round < 2; round++)
        {
            Assert.Equal(TextEmbedder.Dimensions, (await AskAsync(runtime, "embed", InputColumns.Texts("a zebra"))).Children[0].Length);
            var caption = await AskAsync(runtime, "caption", InputColumns.Objects(Samples.Photo("zebra.jpg")));
            Assert.Equal("three zebras", Encoding.UTF8.GetString(caption.GetBytes(0)));
        }
    }

    public void Dispose() => _opened.ForEach(model => model.Dispose());

    private static async Task<Column> AskAsync(ModelRuntime runtime, string function, Column input) =>
        (await runtime.Bind(function, new Dictionary<string, object?>(), function == "embed" ? InputKind.Text : InputKind.Object).RunAsync(input)).Values;

    private OnnxModel Open(string part)
    {
        var model = new OnnxModel(_registry.Get("caption-coco80").PathOfGraph(part), _memory, _devices, ModelDevices.Cpu);
        _opened.Add(model);
        return model;
    }

    private static float[] Encode(OnnxModel encoder)
    {
        var detections = new float[12 * 6];
        using var outputs = encoder.Run([OnnxInput.Of<float>("detections", detections, 1, 12, 6)], ["last_hidden_state"], CancellationToken.None);
        return outputs.Floats(0).ToArray();
    }
}
