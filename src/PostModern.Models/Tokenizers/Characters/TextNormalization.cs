using System.Runtime.InteropServices;
using System.Text;

namespace PostModern.Models.Tokenizers.Characters;

/// <summary>Normalisation by our own tables.</summary>
/// <remarks>
/// In invariant globalisation, which the server runs in, <see cref="string.Normalize(NormalizationForm)"/> returns its input in every form.
/// Unicode Standard Annex 15; a run of combining characters is sorted, so texts of nothing else cost n log n.
/// </remarks>
internal static class TextNormalization
{
    /// <summary>The text in a normal form. Lone surrogates must have been replaced before.</summary>
    internal static string Normalize(string text, NormalForm form)
    {
        if (IsPlain(text, form))
        {
            return text;
        }

        var points = new List<int>(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            Decompose(rune.Value, form is NormalForm.Nfkc or NormalForm.Nfkd, points);
        }

        SortMarks(points);
        if (form is NormalForm.Nfc or NormalForm.Nfkc)
        {
            Compose(points);
        }

        var result = new StringBuilder(points.Count);
        foreach (var point in points)
        {
            result.AppendRune(new Rune(point));
        }

        return result.ToString();
    }

    // No character below these limits changes in the form.
    private static bool IsPlain(string text, NormalForm form)
    {
        var limit = form switch
        {
            NormalForm.Nfc => '\u0300',
            NormalForm.Nfd => '\u00C0',
            _ => '\u00A0',
        };
        return !text.AsSpan().ContainsAnyInRange(limit, char.MaxValue);
    }

    private static void Decompose(int point, bool compatibility, List<int> points)
    {
        if (Hangul.IsSyllable(point))
        {
            Hangul.Decompose(point, points);
        }
        else if (NormalizationData.Instance.Decompose(point, compatibility) is { } parts)
        {
            points.AddRange(parts);
        }
        else
        {
            points.Add(point);
        }
    }

    /// <summary>Puts each run of combining characters into the order of their classes; equal classes keep theirs.</summary>
    private static void SortMarks(List<int> points)
    {
        var data = NormalizationData.Instance;
        for (var start = 0; start < points.Count; start++)
        {
            if (data.ClassOf(points[start]) == 0)
            {
                continue;
            }

            var end = start + 1;
            while (end < points.Count && data.ClassOf(points[end]) != 0)
            {
                end++;
            }

            if (end - start > 1)
            {
                var sorted = points.GetRange(start, end - start).OrderBy(data.ClassOf).ToList();
                sorted.CopyTo(CollectionsMarshal.AsSpan(points)[start..]);
            }

            start = end;
        }
    }

    private static void Compose(List<int> points)
    {
        var data = NormalizationData.Instance;
        var (kept, starter, last) = (0, -1, -1);
        for (var i = 0; i < points.Count; i++)
        {
            var (point, order) = (points[i], data.ClassOf(points[i]));

            // A mark is blocked from its starter by one of its own class or a higher one, and any other starter by anything at all.
            if (starter >= 0 && (last < order || last == -1))
            {
                var composed = Hangul.Compose(points[starter], point);
                composed = composed < 0 ? data.Compose(points[starter], point) : composed;
                if (composed >= 0)
                {
                    points[starter] = composed;
                    continue;
                }
            }

            (starter, last) = order == 0 ? (kept, -1) : (starter, order);
            points[kept++] = point;
        }

        points.RemoveRange(kept, points.Count - kept);
    }
}
