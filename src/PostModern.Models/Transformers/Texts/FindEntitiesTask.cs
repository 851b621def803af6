using System.Text;
using PostModern.Models.Inference;
using PostModern.Models.Tasks.Entities;

namespace PostModern.Models.Transformers.Texts;

/// <summary><c>entities(text)</c>.</summary>
internal sealed class FindEntitiesTask(TokenClassifier classifier) : InferenceTask<TextInPieces>
{
    internal override int BatchSize => 32;

    internal override TextInPieces Prepare(in TaskInput input) => classifier.Tokenize(Encoding.UTF8.GetString(input.Content.Span));

    internal override byte[][] Infer(IReadOnlyList<TextInPieces> items, CancellationToken cancellationToken) =>
        [.. classifier.Find(items, cancellationToken).Select(EntityResult.Encode)];
}
