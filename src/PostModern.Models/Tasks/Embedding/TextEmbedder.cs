using PostModern.Arrow.Types;
using PostModern.Models.Inference;
using PostModern.Models.Loading;

namespace PostModern.Models.Tasks.Embedding;

/// <summary>The Universal Sentence Encoder (lite, English): text to a unit vector.</summary>
/// <remarks>
/// Input: a sparse matrix of piece ids, as <c>indices</c> int32 [pieces, 2] = (text, position) and <c>values</c> int32 [pieces].
/// Output: float [texts, 512].
/// </remarks>
internal sealed class TextEmbedder(OnnxModel model, Func<UnigramTokenizer> loadTokenizer)
{
    internal const string Family = "use-lite";

    /// <summary>Numbers in a vector.</summary>
    internal const int Dimensions = 512;

    internal static FixedSizeListType VectorType { get; } = new(ArrowTypes.Float32, Dimensions);

    /// <summary>What lies beyond is not looked at: attention costs memory and time by the square of the length.</summary>
    internal const int MostPieces = 512;

    /// <summary>Far more than <see cref="MostPieces"/> pieces have: a book is not cut into pieces of which hardly one is used.</summary>
    private const int MostCharacters = 32 * MostPieces;

    /// <summary>How many texts are worth embedding at once.</summary>
    internal const int BatchSize = 32;

    // Texts of a batch are padded to its longest: beyond this the padding costs more than the batch saves.
    private const int MostPaddedPieces = 2048;

    private readonly Lazy<UnigramTokenizer> _tokenizer = new(loadTokenizer);

    internal static TextEmbedder Of(ModelParts parts) => parts.Share(() => new TextEmbedder(
        parts.Graph("encoder"), () => UnigramTokenizer.Load(parts.File("vocab.json"))));

    /// <summary>The text's pieces: 1 to <see cref="MostPieces"/> ids.</summary>
    internal int[] Tokenize(string text)
    {
        var ids = _tokenizer.Value.Encode(text.Length <= MostCharacters ? text : text[..MostCharacters]);
        return ids.Length <= MostPieces ? ids : ids[..MostPieces];
    }

    /// <summary>Embeds several texts at once.</summary>
    /// <returns>One vector of <see cref="Dimensions"/> a text, in their order.</returns>
    internal float[][] Embed(IReadOnlyList<int[]> texts, CancellationToken cancellationToken)
    {
        var pieces = texts.Sum(text => text.Length);
        var indices = new int[pieces * 2];
        var values = new int[pieces];
        var at = 0;
        for (var text = 0; text < texts.Count; text++)
        {
            for (var position = 0; position < texts[text].Length; position++, at++)
            {
                (indices[2 * at], indices[(2 * at) + 1], values[at]) = (text, position, texts[text][position]);
            }
        }

        using var outputs = model.Run(
            [OnnxInput.Of<int>("indices", indices, pieces, 2), OnnxInput.Of<int>("values", values, pieces)],
            ["embedding"],
            cancellationToken);
        return Split(outputs.Floats(0), texts.Count);
    }

    /// <summary>As <see cref="Embed"/> texts of any lengths: similar ones together.</summary>
    internal float[][] EmbedAll(IReadOnlyList<int[]> texts, CancellationToken cancellationToken)
    {
        var vectors = new float[texts.Count][];
        foreach (var group in GroupByLength(texts))
        {
            foreach (var (i, vector) in Embed([.. group.Select(i => texts[i])], cancellationToken).Index())
            {
                vectors[group[i]] = vector;
            }
        }

        return vectors;
    }

    /// <summary>Texts of similar length together, as long as the padded rectangle stays small.</summary>
    private static IEnumerable<List<int>> GroupByLength(IReadOnlyList<int[]> texts)
    {
        var group = new List<int>();
        foreach (var i in Enumerable.Range(0, texts.Count).OrderBy(i => texts[i].Length))
        {
            if (group.Count > 0 && (group.Count + 1) * texts[i].Length > MostPaddedPieces)
            {
                yield return group;
                group = [];
            }

            group.Add(i);
        }

        yield return group;
    }

    private static float[][] Split(ReadOnlySpan<float> vectors, int count)
    {
        var split = new float[count][];
        for (var i = 0; i < count; i++)
        {
            split[i] = vectors.Slice(i * Dimensions, Dimensions).ToArray();
        }

        return split;
    }
}
