using System.Runtime.CompilerServices;
using System.Text;
using PostModern.Lake.Objects;
using PostModern.Models.Decoding;
using PostModern.Models.Media;
using PostModern.Models.Signatures;

namespace PostModern.Models;

/// <summary>How fast the default models run on a device: through the pipeline that queries use, and in a bare loop, which is as fast as it can be.</summary>
/// <remarks>Inputs lie in memory, pictures as JPEG files: what is measured is decoding, batching and inference, not storage.</remarks>
public static class ModelBench
{
    private const int Width = 1280;
    private const int Height = 960;
    private const int DifferentInputs = 16;
    private const int WarmUp = 8;

    private static readonly (string Function, InputKind Input)[] s_functions =
        [("detect", InputKind.Object), ("caption", InputKind.Object), ("ocr", InputKind.Object), ("embed", InputKind.Object), ("embed", InputKind.Text), ("sentiment", InputKind.Text)];

    /// <summary>Measures one function after the other.</summary>
    /// <param name="device">Such as <c>cpu</c>, <c>cuda</c> or <c>cuda:1</c>.</param>
    /// <param name="time">About how long each measurement takes.</param>
    /// <param name="cudaFolder">The folder of ONNX Runtime's CUDA provider; the program's own when null.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="PostModern.Arrow.Errors.ServerException">InvalidInput: there is no such device; the message says why.</exception>
    public static async IAsyncEnumerable<ModelSpeed> RunAsync(
        string device, TimeSpan time, string? cudaFolder = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var stores = new ObjectStores();
        using var contents = new ObjectContents(stores);
        await using var runtime = new ModelRuntime(new ModelRuntimeOptions { Objects = stores, Contents = contents, CudaFolder = cudaFolder });
        var options = new Dictionary<string, object?> { [TaskOptions.Device] = device };
        foreach (var (function, input) in s_functions)
        {
            var model = runtime.Bind(function, options, input);
            var inputs = input == InputKind.Text ? Texts() : Pictures();

            // Loads the model, compiles the code, and tells how many inputs fill the time.
            await model.TimeAsync(Some(inputs, 1), cancellationToken);
            var each = await model.TimeAsync(Some(inputs, WarmUp), cancellationToken) / WarmUp;
            var many = Some(inputs, Math.Max(WarmUp, (int)(time / each)));
            var bare = model.TimeBare(many, cancellationToken);
            yield return new ModelSpeed($"{function}({(input == InputKind.Text ? "text" : "obj")})", model.Name, model.Device)
            {
                PerSecond = many.Count / (await model.TimeAsync(many, cancellationToken)).TotalSeconds,
                BarePerSecond = many.Count / bare?.TotalSeconds,
            };
        }
    }

    private static List<ReadOnlyMemory<byte>> Some(ReadOnlyMemory<byte>[] inputs, int count) =>
        [.. Enumerable.Range(0, count).Select(i => inputs[i % inputs.Length])];

    private static ReadOnlyMemory<byte>[] Texts() =>
        [.. Enumerable.Range(0, DifferentInputs).Select(i => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(
            $"Order {i} arrived two days late, but the bicycle is exactly what we wanted, and the bell rings {i} times louder than the old one."))];

    /// <summary>Coloured waves with some noise: about as many bytes as a photograph of that size.</summary>
    private static ReadOnlyMemory<byte>[] Pictures() => [.. Enumerable.Range(1, DifferentInputs).Select(Picture)];

    private static ReadOnlyMemory<byte> Picture(int seed)
    {
        var random = new Random(seed);
        using var image = new PixelImage(Width, Height);
        var pixels = image.Pixels;
        for (var i = 0; i < pixels.Length; i++)
        {
            var (x, y, colour) = (i / 3 % Width, i / 3 / Width, i % 3);
            var wave = 100 * Math.Sin((x * (colour + 1) / 90.0) + seed) * Math.Cos(y * seed / 400.0);
            pixels[i] = (byte)(128 + wave + random.Next(-12, 12));
        }

        return VipsJpeg.Encode(image);
    }
}
