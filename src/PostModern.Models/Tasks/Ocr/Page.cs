using PostModern.Models.Decoding;

namespace PostModern.Models.Tasks.Ocr;

/// <summary>A picture in two sizes.</summary>
/// <param name="Full">From which lines are read.</param>
/// <param name="Overview">In which lines are found; both sides are multiples of 32 pixels.</param>
internal sealed record Page(PixelImage Full, PixelImage Overview) : IDisposable
{
    private const int LongestFullSide = 2560;
    private const int LongestOverviewSide = 960;
    private const int OverviewStep = 32;

    /// <param name="content">An image file's bytes.</param>
    internal static Page Decode(ReadOnlyMemory<byte> content)
    {
        var full = ImageDecoder.Decode(content, LongestFullSide, LongestFullSide, ImageFit.ShrinkOnly);
        try
        {
            var scale = Math.Min(1, (double)LongestOverviewSide / Math.Max(full.Width, full.Height));
            return new Page(full, ImageDecoder.Stretch(full, ToStep(full.Width * scale), ToStep(full.Height * scale)));
        }
        catch
        {
            full.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Full.Dispose();
        Overview.Dispose();
    }

    private static int ToStep(double side) => Math.Max(1, (int)Math.Round(side / OverviewStep)) * OverviewStep;
}
