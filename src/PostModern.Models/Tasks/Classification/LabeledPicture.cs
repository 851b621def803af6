using PostModern.Models.Decoding;

namespace PostModern.Models.Tasks.Classification;

/// <summary>A picture and the labels to choose from.</summary>
internal sealed record LabeledPicture(PixelImage Image, string[] Labels) : IDisposable
{
    public void Dispose() => Image.Dispose();
}
