using System.Buffers;
using PostModern.Models.Decoding;
using PostModern.Models.Inference;

namespace PostModern.Models.Tasks.Ocr;

/// <summary>Reads a piece of text: PP-OCRv4's recogniser.</summary>
/// <remarks>One line a run: lines of a batch would be padded to one width, which costs more than the batch saves and changes what is read.</remarks>
internal sealed class LineRecognizer(OnnxModel model, Func<CtcAlphabet> loadAlphabet)
{
    // On photographs without text, leaves and wings are read with up to 0.72; real lines, slanted ones too, with 0.87 and more.
    private const float LeastConfidence = 0.75f;
    private readonly Lazy<CtcAlphabet> _alphabet = new(loadAlphabet);

    /// <returns>The text; empty when the model is not sure of it.</returns>
    internal string Read(PixelImage page, TextRegion region, CancellationToken cancellationToken)
    {
        var width = LineImage.WidthOf(region);
        var size = 3 * LineImage.Height * width;
        var input = ArrayPool<float>.Shared.Rent(size);
        try
        {
            LineImage.Fill(page, region, input.AsSpan(0, size), width);
            using var outputs = model.Run(
                [OnnxInput.Of("x", input.AsMemory(0, size), 1, 3, LineImage.Height, width)],
                ["softmax_11.tmp_0"],
                cancellationToken);
            var (text, confidence) = _alphabet.Value.Decode(outputs.Floats(0));
            return confidence < LeastConfidence ? string.Empty : text;
        }
        finally
        {
            ArrayPool<float>.Shared.Return(input);
        }
    }
}
