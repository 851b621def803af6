namespace PostModern.Models.Tokenizers.Characters;

/// <summary>Korean syllables and the letters that they are made of, by arithmetic.</summary>
/// <remarks>The Unicode Standard, section 3.12.</remarks>
internal static class Hangul
{
    private const int Syllables = 0xAC00;
    private const int Leading = 0x1100;
    private const int Vowels = 0x1161;
    private const int Trailing = 0x11A7;
    private const int LeadingCount = 19;
    private const int VowelCount = 21;
    private const int TrailingCount = 28;
    private const int SyllableCount = LeadingCount * VowelCount * TrailingCount;

    internal static bool IsSyllable(int point) => point is >= Syllables and < Syllables + SyllableCount;

    internal static void Decompose(int syllable, List<int> points)
    {
        var index = syllable - Syllables;
        points.Add(Leading + (index / (VowelCount * TrailingCount)));
        points.Add(Vowels + (index / TrailingCount % VowelCount));
        if (index % TrailingCount > 0)
        {
            points.Add(Trailing + (index % TrailingCount));
        }
    }

    /// <summary>The syllable that two parts make; -1 when they make none.</summary>
    internal static int Compose(int first, int second)
    {
        if (first is >= Leading and < Leading + LeadingCount && second is >= Vowels and < Vowels + VowelCount)
        {
            return Syllables + ((((first - Leading) * VowelCount) + second - Vowels) * TrailingCount);
        }

        return IsSyllable(first) && (first - Syllables) % TrailingCount == 0 && second is > Trailing and < Trailing + TrailingCount
            ? first + second - Trailing
            : -1;
    }
}
