using System.Text.Json;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace PostModern.Tests.Models.Conversion;

/// <summary>Converted models compute what TF.js computes with the originals. Golden/README.md says how its numbers were made.</summary>
public sealed class ConvertedModelTests
{
    [Fact]
    public void The_sentence_encoder_agrees_with_tensorflow_js()
    {
        int[][] sentences = [[82, 402, 21, 4305, 24, 8, 3030, 6], [45, 73, 9, 1000, 17]];
        int[] positions = [.. sentences.SelectMany((pieces, row) => pieces.SelectMany((_, column) => new[] { row, column }))];
        int[] values = [.. sentences.SelectMany(pieces => pieces)];
        Check(
            "use-lite",
            "encoder",
            tolerance: 1e-6f,
            NamedOnnxValue.CreateFromTensor("indices", new DenseTensor<int>(positions, [values.Length, 2])),
            NamedOnnxValue.CreateFromTensor("values", new DenseTensor<int>(values, [values.Length])));
    }

    [Fact]
    public void The_detector_agrees_with_tensorflow_js() =>
        Check("nanodet", "detector", tolerance: 2e-5f, Pattern("input_1", [1, 3, 416, 416], scale: 4, offset: -2));

    [Fact]
    public void The_moderator_agrees_with_tensorflow_js() =>
        Check("nsfw-mobilenet-v2", "classifier", tolerance: 1e-5f, Pattern("input", [1, 224, 224, 3], scale: 1, offset: 0));

    private static void Check(string model, string graph, float tolerance, params NamedOnnxValue[] inputs)
    {
        using var session = new InferenceSession(DefaultModels.Registry.Get(model).PathOfGraph(graph));
        using var results = session.Run(inputs);
        var golden = ReadGolden(model);
        Assert.Equal(golden.Keys, results.Select(result => result.Name));
        foreach (var result in results)
        {
            var actual = result.AsTensor<float>();
            var expected = golden[result.Name];
            Assert.Equal(expected.Shape, actual.Dimensions.ToArray());
            Assert.All(expected.Positions.Zip(expected.Values), pair => Assert.Equal(pair.Second, actual.GetValue(pair.First), tolerance));
            Assert.Equal(expected.Mean, actual.Average(value => (double)value), tolerance);
            Assert.Equal(expected.MeanAbs, actual.Average(value => Math.Abs((double)value)), tolerance);
        }
    }

    // Spread evenly over a thousand values, without a generator that another language would have to repeat.
    private static NamedOnnxValue Pattern(string name, int[] shape, float scale, float offset)
    {
        var tensor = new DenseTensor<float>(shape);
        foreach (var i in Enumerable.Range(0, (int)tensor.Length))
        {
            tensor.SetValue(i, ((float)(i * 7919L % 1000 / 1000.0) * scale) + offset);
        }

        return NamedOnnxValue.CreateFromTensor(name, tensor);
    }

    private static Dictionary<string, GoldenOutput> ReadGolden(string model)
    {
        var name = $"{typeof(ConvertedModelTests).Namespace}.Golden.{model}.json";
        using var stream = typeof(ConvertedModelTests).Assembly.GetManifestResourceStream(name)
            ?? throw new FileNotFoundException(name);
        return JsonSerializer.Deserialize<Dictionary<string, GoldenOutput>>(stream, JsonSerializerOptions.Web)!;
    }
}
