using System.Buffers;
using System.Numerics;
using PostModern.Models.Decoding;
using PostModern.Models.Inference;

namespace PostModern.Models.Tasks.Ocr;

/// <summary>Finds the pieces of text in a page: PP-OCRv4's detector, whose output is a probability of text for each pixel.</summary>
internal sealed class TextFinder(OnnxModel model)
{
    private static readonly PixelNormalization s_normalization = new(
        (0.485 * 255, 0.456 * 255, 0.406 * 255), (0.229 * 255, 0.224 * 255, 0.225 * 255), blueFirst: true);

    /// <returns>Regions in pixels of <see cref="Page.Full"/>, in no order.</returns>
    internal List<TextRegion> Find(Page page, CancellationToken cancellationToken)
    {
        var overview = page.Overview;
        var size = 3 * overview.Width * overview.Height;
        var input = ArrayPool<float>.Shared.Rent(size);
        try
        {
            s_normalization.Apply(overview.Pixels, input.AsSpan(0, size));
            using var outputs = model.Run(
                [OnnxInput.Of("x", input.AsMemory(0, size), 1, 3, overview.Height, overview.Width)],
                ["sigmoid_0.tmp_0"],
                cancellationToken);
            var factor = new Vector2((float)page.Full.Width / overview.Width, (float)page.Full.Height / overview.Height);
            return [.. new RegionFinder(outputs.Floats(0), overview.Width).Find().Select(region => region.Scale(factor))];
        }
        finally
        {
            ArrayPool<float>.Shared.Return(input);
        }
    }
}
