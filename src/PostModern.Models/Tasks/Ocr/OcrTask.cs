using System.Text;
using PostModern.Models.Inference;

namespace PostModern.Models.Tasks.Ocr;

/// <summary><c>ocr(obj)</c>: an image file's bytes to the text in it.</summary>
internal sealed class OcrTask(PageReader reader) : InferenceTask<Page>
{
    // A page has many lines of its own; more pages at once would only make others wait.
    internal override int BatchSize => 1;

    internal override Page Prepare(in TaskInput input) => Page.Decode(input.Content);

    internal override byte[][] Infer(IReadOnlyList<Page> items, CancellationToken cancellationToken) =>
        [.. items.Select(page => Encoding.UTF8.GetBytes(reader.Read(page, cancellationToken)))];
}
