using System.Globalization;
using System.Text;

namespace PostModern.Models.Tokenizers.Characters;

/// <summary>The classes of characters that tokenizers speak of.</summary>
internal static class RuneKinds
{
    /// <summary>What <c>\w</c> matches: Unicode's alphabetic characters, marks, decimal digits, connectors and joiners.</summary>
    internal const string WordClass = @"\p{L}\p{M}\p{Nl}\p{Nd}\p{Pc}\u200C\u200D\u24B6-\u24E9";

    /// <summary>The same beyond the first 65,536 characters: circled letters, which are symbols by their category.</summary>
    internal static bool IsCircledLetter(Rune rune) => rune.Value is (>= 0x1F130 and <= 0x1F149) or (>= 0x1F150 and <= 0x1F169) or (>= 0x1F170 and <= 0x1F189);

    internal static bool IsWord(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        <= UnicodeCategory.LetterNumber => true,
        UnicodeCategory.ConnectorPunctuation => true,
        _ => rune.Value is 0x200C or 0x200D or (>= 0x24B6 and <= 0x24E9) || IsCircledLetter(rune),
    };

    /// <summary>Punctuation by its category, or any of ASCII's signs: BERT takes <c>$</c>, <c>+</c> and <c>^</c> for punctuation too.</summary>
    internal static bool IsBertPunctuation(Rune rune) =>
        rune.IsAscii ? rune.Value > ' ' && rune.Value < 0x7F && !Rune.IsLetterOrDigit(rune) : Rune.IsPunctuation(rune);

    /// <summary>Control, format and private characters, except tab and line ends.</summary>
    internal static bool IsControl(Rune rune) => rune.Value is not ('\t' or '\n' or '\r')
        && Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse;

    internal static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    /// <summary>The ideographs that BERT sets apart by spaces.</summary>
    internal static bool IsIdeograph(Rune rune) => rune.Value is (>= 0x4E00 and <= 0x9FFF) or (>= 0x3400 and <= 0x4DBF)
        or (>= 0x20000 and <= 0x2A6DF) or (>= 0x2A700 and <= 0x2B73F) or (>= 0x2B740 and <= 0x2B81F) or (>= 0x2B920 and <= 0x2CEAF)
        or (>= 0xF900 and <= 0xFAFF) or (>= 0x2F800 and <= 0x2FA1F);
}
