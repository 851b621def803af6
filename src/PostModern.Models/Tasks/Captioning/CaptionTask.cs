using System.Text;
using PostModern.Models.Decoding;
using PostModern.Models.Inference;

namespace PostModern.Models.Tasks.Captioning;

/// <summary><c>caption(obj)</c>: an image file's bytes to a sentence.</summary>
internal sealed class CaptionTask(Captioner captioner) : InferenceTask<PixelImage>
{
    // Two pictures share the words' runs; with more, the last batch keeps one thread busy while the others idle.
    internal override int BatchSize => 2;

    internal override PixelImage Prepare(in TaskInput input) => Captioner.Prepare(input.Content);

    internal override byte[][] Infer(IReadOnlyList<PixelImage> items, CancellationToken cancellationToken) =>
        [.. captioner.Caption(items, cancellationToken).Select(Encoding.UTF8.GetBytes)];
}
