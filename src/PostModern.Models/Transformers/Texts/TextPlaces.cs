using System.Text;
using PostModern.Models.Tokenizers.Characters;

namespace PostModern.Models.Transformers.Texts;

/// <summary>Finds in a text what its tokens say, though the tokenizer may have changed case, accents and blanks.</summary>
internal sealed class TextPlaces
{
    private readonly string _letters;

    // For each letter the part of the text that it comes from.
    private readonly List<Range> _places = [];

    // The end of what was found last, and how far from where it was expected: what is looked for comes in the order of the text.
    private int _from;
    private int _drift;

    internal TextPlaces(string text)
    {
        var letters = new StringBuilder(text.Length);
        var index = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            var place = index..(index += rune.Utf16SequenceLength);
            var folded = Fold(rune);
            letters.Append(folded);
            _places.AddRange(Enumerable.Repeat(place, folded.Length));
        }

        _letters = letters.ToString();
    }

    /// <summary>The letters of a text: small, without accents and blanks.</summary>
    internal static string Letters(string text) => string.Concat(text.EnumerateRunes().Select(Fold));

    /// <summary>The next place of some letters, behind what was found before.</summary>
    /// <param name="letters">As <see cref="Letters"/> gives them.</param>
    /// <param name="expected">How many letters stand before them, if the tokenizer added and left out none: of several places the nearest is taken.</param>
    /// <returns>The part of the text; null when they are nowhere.</returns>
    internal Range? Find(string letters, int expected)
    {
        if (letters.Length == 0)
        {
            return null;
        }

        var (place, nearest) = (expected + _drift, -1);
        for (var at = _from; (at = _letters.IndexOf(letters, at, StringComparison.Ordinal)) >= 0; at++)
        {
            if (nearest >= 0 && Math.Abs(at - place) > Math.Abs(nearest - place))
            {
                break;
            }

            nearest = at;
        }

        if (nearest < 0)
        {
            return null;
        }

        (_from, _drift) = (nearest + letters.Length, nearest - expected);
        return _places[nearest].Start.._places[_from - 1].End;
    }

    private static string Fold(Rune rune) => rune.IsAscii
        ? Rune.IsWhiteSpace(rune) ? "" : Rune.ToLowerInvariant(rune).ToString()
        : TextNormalization.Normalize(rune.ToString(), NormalForm.Nfkd).Keep(part => !RuneKinds.IsMark(part) && !Rune.IsWhiteSpace(part)).ToLowerInvariant();
}
