using System.Buffers;
using System.Numerics.Tensors;
using PostModern.Models.Decoding;
using PostModern.Models.Inference;
using PostModern.Models.Loading;

namespace PostModern.Models.Tasks.Detection;

/// <summary>The NanoDet detector for COCO classes.</summary>
/// <remarks>
/// Input: one picture, letterboxed to 416², planes of blue, green, red. Output at strides 8, 16 and 32: 80 scores a cell, and for
/// each side of its box a distribution over 11 distances (the box head of "Generalized Focal Loss", Li et al. 2020).
/// </remarks>
internal sealed class NanoDet(OnnxModel model)
{
    internal const string Family = "nanodet";

    /// <summary>Pixels across and down.</summary>
    internal const int Side = 416;

    private const int Classes = 80;
    private const int Distances = 11;
    private static readonly int[] s_strides = [8, 16, 32];
    private static readonly string[] s_outputs = ["scores_8", "scores_16", "scores_32", "boxes_8", "boxes_16", "boxes_32"];
    private static readonly PixelNormalization s_normalization = new((123.675, 116.28, 103.53), (58.395, 57.12, 57.375), blueFirst: true);

    internal static NanoDet Of(ModelParts parts) => parts.Share(() => new NanoDet(parts.Graph("detector")));

    /// <summary>Finds things in a picture.</summary>
    /// <param name="image">Letterboxed to <see cref="Side"/>².</param>
    /// <param name="threshold">The lowest score that counts.</param>
    /// <param name="limit">At most that many things.</param>
    /// <param name="cancellationToken">Stops the model.</param>
    /// <returns>Surest first.</returns>
    internal IReadOnlyList<DetectedObject> Detect(PixelImage image, float threshold, int limit, CancellationToken cancellationToken) =>
        NonMaxSuppression.Keep(Run(image, outputs => Candidates(outputs, image.Content, threshold), cancellationToken), limit);

    /// <summary>For each class the highest score anywhere in a picture.</summary>
    /// <param name="image">Letterboxed to <see cref="Side"/>².</param>
    /// <param name="cancellationToken">Stops the model.</param>
    internal float[] Evidence(PixelImage image, CancellationToken cancellationToken) => Run(image, Highest, cancellationToken);

    private T Run<T>(PixelImage image, Func<OnnxOutputs, T> read, CancellationToken cancellationToken)
    {
        const int Size = 3 * Side * Side;
        var input = ArrayPool<float>.Shared.Rent(Size);
        try
        {
            s_normalization.Apply(image.Pixels, input.AsSpan(0, Size));
            using var outputs = model.Run(
                [OnnxInput.Of("input_1", input.AsMemory(0, Size), 1, 3, Side, Side)], s_outputs, cancellationToken);
            return read(outputs);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(input);
        }
    }

    private static float[] Highest(OnnxOutputs outputs)
    {
        var highest = new float[Classes];
        for (var level = 0; level < s_strides.Length; level++)
        {
            for (var scores = outputs.Floats(level); !scores.IsEmpty; scores = scores[Classes..])
            {
                TensorPrimitives.Max(highest, scores[..Classes], highest);
            }
        }

        return highest;
    }

    private static List<DetectedObject> Candidates(OnnxOutputs outputs, PixelArea content, float threshold)
    {
        var found = new List<DetectedObject>();
        for (var level = 0; level < s_strides.Length; level++)
        {
            var scores = outputs.Floats(level);
            var distances = outputs.Floats(level + s_strides.Length);
            for (var i = 0; i < scores.Length / Classes; i++)
            {
                var cell = scores.Slice(i * Classes, Classes);
                if (TensorPrimitives.Max(cell) >= threshold)
                {
                    AddCell(found, cell, BoxOf(i, s_strides[level], distances.Slice(i * 4 * Distances, 4 * Distances), content), threshold);
                }
            }
        }

        return found;
    }

    private static void AddCell(List<DetectedObject> found, ReadOnlySpan<float> scores, Box box, float threshold)
    {
        for (var label = 0; label < Classes; label++)
        {
            if (scores[label] >= threshold && box.Area > 0)
            {
                found.Add(new DetectedObject(label, scores[label], box));
            }
        }
    }

    private static Box BoxOf(int cell, int stride, ReadOnlySpan<float> distances, PixelArea content)
    {
        var perRow = Side / stride;
        var x = ((cell % perRow) + 0.5f) * stride;
        var y = ((cell / perRow) + 0.5f) * stride;
        return new Box(
            Fraction(x - (Expected(distances[..Distances]) * stride), content.X, content.Width),
            Fraction(y - (Expected(distances.Slice(Distances, Distances)) * stride), content.Y, content.Height),
            Fraction(x + (Expected(distances.Slice(2 * Distances, Distances)) * stride), content.X, content.Width),
            Fraction(y + (Expected(distances[(3 * Distances)..]) * stride), content.Y, content.Height));
    }

    private static float Expected(ReadOnlySpan<float> logits)
    {
        Span<float> weights = stackalloc float[Distances];
        TensorPrimitives.SoftMax(logits, weights);
        var sum = 0f;
        for (var i = 1; i < weights.Length; i++)
        {
            sum += i * weights[i];
        }

        return sum;
    }

    private static float Fraction(float pixel, int start, int length) => Math.Clamp((pixel - start) / length, 0, 1);
}
