using System.Text;
using PostModern.Models.Inference;
using PostModern.Models.Tasks.Classification;
using PostModern.Models.Tokenizers.PostProcessors;

namespace PostModern.Models.Transformers.Texts;

/// <summary><c>classify(text)</c>: among the classes that the model was trained for.</summary>
internal sealed class ClassifyTextAloneTask(TextClassifier classifier) : InferenceTask<TokenRow>
{
    internal override int BatchSize => 32;

    internal override TokenRow Prepare(in TaskInput input) => classifier.Tokenize(Encoding.UTF8.GetString(input.Content.Span));

    internal override byte[][] Infer(IReadOnlyList<TokenRow> items, CancellationToken cancellationToken) =>
        [.. classifier.Classify(items, cancellationToken).Select(ClassificationResult.Encode)];
}
