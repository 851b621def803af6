using System.Text;
using PostModern.Models.Inference;

namespace PostModern.Models.Tasks.Chat;

/// <summary>Texts in parts of a bounded number of tokens.</summary>
internal static class TextParts
{
    /// <summary>Cuts a text, at the end of a line or a word where it can.</summary>
    /// <returns>At least one part.</returns>
    internal static IReadOnlyList<string> Split(string text, long tokens)
    {
        var parts = new List<string>();
        var longest = (int)Math.Min(tokens, int.MaxValue / 4);
        while (TokenUse.Estimate(text) > tokens && text.Length > longest)
        {
            // A token is at least one character wherever the estimate is right, so that this always fits.
            var end = longest;
            while (end * 2 < text.Length && TokenUse.Estimate(text[..(end * 2)]) <= tokens)
            {
                end *= 2;
            }

            var cut = Math.Max(text.LastIndexOf('\n', end - 1), text.LastIndexOf(' ', end - 1)) is var at && at > end / 2 ? at + 1 : end;
            cut -= char.IsHighSurrogate(text[cut - 1]) ? 1 : 0;
            parts.Add(text[..cut]);
            text = text[cut..];
        }

        parts.Add(text);
        return parts;
    }

    /// <summary>Puts texts together, an entry each, as many as fit; longer ones are cut.</summary>
    /// <returns>At least one part.</returns>
    internal static IReadOnlyList<string> Pack(IReadOnlyList<string> texts, long tokens)
    {
        if (texts is [var only])
        {
            return Split(only, tokens);
        }

        var parts = new List<string>();
        var part = new StringBuilder();
        foreach (var text in texts.SelectMany(text => Split(text, tokens)))
        {
            if (part.Length > 0 && TokenUse.Estimate(part.ToString()) + TokenUse.Estimate(text) > tokens)
            {
                parts.Add(part.ToString());
                part.Clear();
            }

            part.Append("- ").Append(text).Append('\n');
        }

        parts.Add(part.ToString());
        return parts;
    }
}
