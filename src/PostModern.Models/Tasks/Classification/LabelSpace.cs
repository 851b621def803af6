using System.Collections.Concurrent;
using System.Numerics.Tensors;
using PostModern.Models.Loading;
using PostModern.Models.Tasks.Embedding;

namespace PostModern.Models.Tasks.Classification;

/// <summary>Compares vectors with labels: what lies nearer to a label's vector fits it better.</summary>
internal sealed class LabelSpace(TextEmbedder embedder)
{
    /// <summary>Cosines of unrelated texts are around 0.1, of related ones around 0.4: this makes such a difference 20 to 1.</summary>
    private const double Sharpness = 10;

    /// <summary>Labels repeat from row to row. 8 MB.</summary>
    private const int MostKept = 4096;

    private readonly ConcurrentDictionary<string, float[]> _vectors = [];

    internal static LabelSpace Of(ModelParts parts) => parts.Share(() => new LabelSpace(TextEmbedder.Of(parts)));

    internal int[] Tokenize(string text) => embedder.Tokenize(text);

    /// <summary>A unit vector a text.</summary>
    internal float[][] Embed(IReadOnlyList<int[]> texts, CancellationToken cancellationToken) => embedder.EmbedAll(texts, cancellationToken);

    /// <summary>All labels, the best first.</summary>
    /// <param name="vector">Of length 1.</param>
    /// <param name="labels">At least one.</param>
    /// <param name="cancellationToken">Stops it between two labels.</param>
    internal IReadOnlyList<ScoredLabel> Rank(float[] vector, string[] labels, CancellationToken cancellationToken) => Ranking.Rank(
        labels, [.. labels.Select(label => Sharpness * TensorPrimitives.Dot(vector, VectorOf(label, cancellationToken)))]);

    /// <summary>A label's vector. Each is made alone, so that it is the same beside whichever labels.</summary>
    internal float[] VectorOf(string label, CancellationToken cancellationToken)
    {
        if (_vectors.TryGetValue(label, out var known))
        {
            return known;
        }

        if (_vectors.Count >= MostKept)
        {
            _vectors.Clear();
        }

        return _vectors.GetOrAdd(label, embedder.Embed([embedder.Tokenize(label)], cancellationToken)[0]);
    }
}
