using System.Numerics.Tensors;
using PostModern.Models.Loading;
using PostModern.Models.Tasks.Entities;
using PostModern.Models.Tokenizers.PostProcessors;

namespace PostModern.Models.Transformers.Texts;

/// <summary>Names and the like in texts, by a network that labels each token.</summary>
internal sealed class TokenClassifier(TextNetwork network, string[] labels)
{
    internal const string Family = "hf-token-classification";

    // What belongs to nothing that is looked for.
    private const string Outside = "O";

    // B-THING begins one and I-THING goes on. Other models also mark ends (E, L) and those of a single token (S, U).
    private const string Marks = "BSUIEL";
    private const string Beginnings = "BSU";

    internal static TokenClassifier Of(ModelParts parts) => parts.Share(() =>
        new TokenClassifier(TextNetwork.Of(parts, "model"), new TransformerFiles(parts.Model).Labels()));

    /// <summary>Tokens of a text of any length.</summary>
    internal TextInPieces Tokenize(string text) => new(text, [.. network.TokenizeInPieces(text)]);

    /// <summary>For each text the label of each of its tokens, without the special ones.</summary>
    internal string[][] Label(IReadOnlyList<TextInPieces> texts, CancellationToken cancellationToken) =>
    [
        .. Run(texts, cancellationToken).Select(pieces => pieces.SelectMany(
            piece => piece.Found.Where((_, i) => !piece.Tokens.IsSpecial[i]).Select(token => token.Label)).ToArray()),
    ];

    /// <summary>For each text what it mentions, neighbouring tokens of a kind joined, in the order of the text.</summary>
    internal Entity[][] Find(IReadOnlyList<TextInPieces> texts, CancellationToken cancellationToken) =>
        [.. Run(texts, cancellationToken).Zip(texts, (pieces, text) => pieces.SelectMany(piece => EntitiesOf(text.Text, piece)).ToArray())];

    private Piece[][] Run(IReadOnlyList<TextInPieces> texts, CancellationToken cancellationToken)
    {
        var all = texts.SelectMany(text => text.Pieces).ToList();
        var found = new Queue<TokenLabel[]>(network.Run([.. all.Select(piece => piece.Tokens)], "logits", LabelsOf, cancellationToken));
        return [.. texts.Select(text => text.Pieces.Select(piece => new Piece(piece.Part, piece.Tokens, found.Dequeue())).ToArray())];
    }

    private TokenLabel[] LabelsOf(float[] logits, int count, int width)
    {
        var found = new TokenLabel[count];
        for (var token = 0; token < count; token++)
        {
            var scores = logits.AsSpan(token * width, width);
            TensorPrimitives.SoftMax<float>(scores, scores);
            var best = TensorPrimitives.IndexOfMax<float>(scores);
            found[token] = new TokenLabel(labels[best], scores[best]);
        }

        return found;
    }

    private IEnumerable<Entity> EntitiesOf(string text, Piece piece)
    {
        var part = text[piece.Part];
        var places = new TextPlaces(part);
        foreach (var (label, tokens) in Spans(piece))
        {
            var ids = piece.Tokens.Ids;
            var before = TextPlaces.Letters(network.Tokenizer.Decode(ids[..tokens.Start]));
            var upTo = TextPlaces.Letters(network.Tokenizer.Decode(ids[..tokens.End]));

            // A token in the middle of a word has its own marks when it stands alone.
            var letters = upTo.StartsWith(before, StringComparison.Ordinal) ? upTo[before.Length..] : TextPlaces.Letters(network.Tokenizer.Decode(ids[tokens]));
            var score = piece.Found[tokens].Average(token => (double)token.Score);
            yield return places.Find(letters, before.Length) is { } place
                ? new Entity(label, part[place], score, PositionOf(text, piece.Part.Start.Value + place.Start.Value))
                : new Entity(label, network.Tokenizer.Decode(ids[tokens]).Trim(), score, null);
        }
    }

    private static IEnumerable<(string Label, Range Tokens)> Spans(Piece piece)
    {
        var (open, start) = (Outside, 0);
        for (var i = 0; i <= piece.Found.Length; i++)
        {
            var label = i == piece.Found.Length || piece.Tokens.IsSpecial[i] ? Outside : piece.Found[i].Label;
            var isMarked = label is [var mark, '-', _, ..] && Marks.Contains(mark, StringComparison.Ordinal);
            var name = isMarked ? label[2..] : label;
            if (name != open || (isMarked && Beginnings.Contains(label[0], StringComparison.Ordinal)))
            {
                if (open != Outside)
                {
                    yield return (open, start..i);
                }

                (open, start) = (name, i);
            }
        }
    }

    // As SQL counts: Unicode's characters, from 1.
    private static int PositionOf(string text, int index) => text[..index].EnumerateRunes().Count() + 1;

    private readonly record struct TokenLabel(string Label, float Score);

    private sealed record Piece(Range Part, TokenRow Tokens, TokenLabel[] Found);
}
