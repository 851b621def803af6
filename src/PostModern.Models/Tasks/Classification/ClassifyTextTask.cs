using System.Text;
using PostModern.Models.Inference;
using PostModern.Models.Tasks.Embedding;

namespace PostModern.Models.Tasks.Classification;

/// <summary><c>classify(text, labels)</c>: the label whose vector lies nearest to the text's.</summary>
internal sealed class ClassifyTextTask(LabelSpace space) : InferenceTask<LabeledText>
{
    internal override int BatchSize => TextEmbedder.BatchSize;

    internal override LabeledText Prepare(in TaskInput input) =>
        new(space.Tokenize(Encoding.UTF8.GetString(input.Content.Span)), Labels.Read(input.Arguments[0]));

    internal override byte[][] Infer(IReadOnlyList<LabeledText> items, CancellationToken cancellationToken)
    {
        var vectors = space.Embed([.. items.Select(item => item.Pieces)], cancellationToken);
        return [.. items.Zip(vectors, (item, vector) => ClassificationResult.Encode(space.Rank(vector, item.Labels, cancellationToken)))];
    }
}
