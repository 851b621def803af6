using System.Text;
using PostModern.Arrow.Errors;

namespace PostModern.Models.Tokenizers.PreTokenizers;

/// <summary>Cuts texts at matches.</summary>
internal static class Cutting
{
    /// <summary>The parts of a text, by what becomes of the matches.</summary>
    /// <param name="part">The text.</param>
    /// <param name="matches">From left to right, not overlapping.</param>
    /// <param name="behavior">What becomes of the matches.</param>
    /// <param name="inverted">Whether what lies between the matches counts as matches instead.</param>
    internal static IEnumerable<TextPart> Cut(TextPart part, IEnumerable<Range> matches, SplitBehavior behavior, bool inverted = false)
    {
        var pieces = Cover(part.Text.Length, matches, inverted);
        var joined = behavior switch
        {
            SplitBehavior.Removed => pieces.Where(piece => !piece.IsMatch),
            SplitBehavior.Isolated => pieces,
            SplitBehavior.Contiguous => Join(pieces, (before, after) => before.IsMatch == after.IsMatch),
            SplitBehavior.MergedWithPrevious => Join(pieces, (before, after) => after.IsMatch && !before.IsMatch),
            _ => Join(pieces, (before, after) => before.IsMatch && !after.IsMatch),
        };
        return joined
            .Where(piece => piece.End > piece.Start)
            .Select(piece => new TextPart(part.Text[piece.Start..piece.End], part.IsFirst && piece.Start == 0));
    }

    /// <summary>Each character that is wanted, as a match.</summary>
    internal static IEnumerable<Range> MatchesOf(string text, Func<Rune, bool> isMatch)
    {
        var at = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            var end = at + rune.Utf16SequenceLength;
            if (isMatch(rune))
            {
                yield return at..end;
            }

            at = end;
        }
    }

    /// <exception cref="ServerException">Unsupported: no such behaviour.</exception>
    internal static SplitBehavior ReadBehavior(string? name) => Enum.TryParse<SplitBehavior>(name, out var behavior)
        ? behavior
        : throw new ServerException(ErrorCode.Unsupported, $"The tokenizer splits with the behavior '{name}', which is not known.");

    private static IEnumerable<Piece> Cover(int length, IEnumerable<Range> matches, bool inverted)
    {
        var at = 0;
        foreach (var match in matches)
        {
            if (match.Start.Value > at)
            {
                yield return new Piece(at, match.Start.Value, inverted);
            }

            yield return new Piece(match.Start.Value, match.End.Value, !inverted);
            at = match.End.Value;
        }

        if (length > at)
        {
            yield return new Piece(at, length, inverted);
        }
    }

    private static IEnumerable<Piece> Join(IEnumerable<Piece> pieces, Func<Piece, Piece, bool> belong)
    {
        Piece? joined = null;
        var last = default(Piece);
        foreach (var piece in pieces)
        {
            if (joined is { } open && belong(last, piece))
            {
                joined = open with { End = piece.End };
            }
            else
            {
                if (joined is { } done)
                {
                    yield return done;
                }

                joined = piece;
            }

            last = piece;
        }

        if (joined is { } rest)
        {
            yield return rest;
        }
    }

    private readonly record struct Piece(int Start, int End, bool IsMatch);
}
