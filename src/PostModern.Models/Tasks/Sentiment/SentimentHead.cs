using System.Numerics.Tensors;
using System.Text.Json;
using PostModern.Models.Loading;
using PostModern.Models.Tasks.Embedding;

namespace PostModern.Models.Tasks.Sentiment;

/// <summary>Whether an English text praises or complains: a logistic regression on its vector.</summary>
internal sealed class SentimentHead(TextEmbedder embedder, Func<SentimentWeights> load)
{
    internal const string Family = "sentiment-use-lite";

    private readonly Lazy<SentimentWeights> _weights = new(load);

    internal static SentimentHead Of(ModelParts parts) => parts.Share(() => new SentimentHead(
        TextEmbedder.Of(parts.Of(parts.Model.Manifest.Uses[0])), () => Load(parts.File("head.json"))));

    internal int[] Tokenize(string text) => embedder.Tokenize(text);

    /// <returns>How likely each text praises, 0 to 1.</returns>
    internal float[] Judge(IReadOnlyList<int[]> texts, CancellationToken cancellationToken)
    {
        var (weights, bias) = _weights.Value;
        return [.. embedder.EmbedAll(texts, cancellationToken).Select(vector => 1 / (1 + MathF.Exp(-TensorPrimitives.Dot(vector, weights) - bias)))];
    }

    private static SentimentWeights Load(string path)
    {
        using var stream = File.OpenRead(path);
        return JsonSerializer.Deserialize<SentimentWeights>(stream, JsonSerializerOptions.Web)!;
    }
}
