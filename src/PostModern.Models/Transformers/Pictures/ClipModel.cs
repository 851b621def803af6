using System.Collections.Concurrent;
using System.Numerics.Tensors;
using PostModern.Models.Json;
using PostModern.Models.Loading;
using PostModern.Models.Registry;
using PostModern.Models.Tasks.Classification;
using PostModern.Models.Tokenizers.PostProcessors;
using PostModern.Models.Transformers.Texts;

namespace PostModern.Models.Transformers.Pictures;

/// <summary>CLIP: pictures and texts in one space of vectors, so that any labels can be compared with a picture.</summary>
internal sealed class ClipModel(PictureNetwork pictures, TextNetwork texts, double scale)
{
    internal const string Family = "hf-clip";

    private const string Vision = "vision_model";

    /// <summary>What cosines are multiplied by. Training ends at this bound for all published models, and the exports leave the weight out.</summary>
    private const double FullScale = 100;

    /// <summary>Labels repeat from row to row. 8 MB of the usual vectors.</summary>
    private const int MostKept = 4096;

    private readonly ConcurrentDictionary<string, float[]> _labels = [];

    internal static ClipModel Of(ModelParts parts) => parts.Share(() => new ClipModel(
        PictureNetwork.Of(parts, Vision),
        TextNetwork.Of(parts, "text_model"),
        new TransformerFiles(parts.Model).Config.Member("logit_scale") is { } scale ? Math.Exp(scale.GetDouble()) : FullScale));

    /// <summary>Numbers in a vector, by the manifest; loads nothing.</summary>
    internal static int DimensionsOf(InstalledModel model) => VectorWidth.Of(model, Vision, ["image_embeds"]);

    internal float[] Decode(ReadOnlyMemory<byte> file) => pictures.Decode(file);

    internal TokenRow Tokenize(string text) => texts.Tokenize(text);

    /// <summary>A vector of length 1 a picture.</summary>
    internal float[][] EmbedPictures(IReadOnlyList<float[]> items, CancellationToken cancellationToken) =>
        [.. pictures.RunRows(items, "image_embeds", cancellationToken).Select(Pooling.Unit)];

    /// <summary>A vector of length 1 a text.</summary>
    internal float[][] EmbedTexts(IReadOnlyList<TokenRow> items, CancellationToken cancellationToken) =>
        texts.Run(items, "text_embeds", (vector, _, _) => Pooling.Unit(vector), cancellationToken);

    /// <summary>All labels, the best first.</summary>
    internal IReadOnlyList<ScoredLabel> Rank(float[] picture, string[] labels, CancellationToken cancellationToken) => Ranking.Rank(
        labels, [.. labels.Select(label => scale * TensorPrimitives.Dot(picture, VectorOf(label, cancellationToken)))]);

    // Each is made alone, so that it is the same beside whichever labels.
    private float[] VectorOf(string label, CancellationToken cancellationToken)
    {
        if (_labels.TryGetValue(label, out var known))
        {
            return known;
        }

        if (_labels.Count >= MostKept)
        {
            _labels.Clear();
        }

        return _labels.GetOrAdd(label, EmbedTexts([Tokenize(label)], cancellationToken)[0]);
    }
}
