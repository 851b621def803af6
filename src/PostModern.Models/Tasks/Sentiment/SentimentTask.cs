using System.Text;
using PostModern.Models.Inference;
using PostModern.Models.Tasks.Embedding;

namespace PostModern.Models.Tasks.Sentiment;

/// <summary><c>sentiment(text)</c>.</summary>
internal sealed class SentimentTask(SentimentHead head) : InferenceTask<int[]>
{
    internal override int BatchSize => TextEmbedder.BatchSize;

    internal override int[] Prepare(in TaskInput input) => head.Tokenize(Encoding.UTF8.GetString(input.Content.Span));

    internal override byte[][] Infer(IReadOnlyList<int[]> items, CancellationToken cancellationToken) =>
        [.. head.Judge(items, cancellationToken).Select(SentimentResult.Encode)];
}
