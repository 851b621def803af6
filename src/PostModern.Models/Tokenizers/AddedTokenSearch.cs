using System.Text;
using PostModern.Models.Tokenizers.Characters;

namespace PostModern.Models.Tokenizers;

/// <summary>Finds added tokens in a text: the leftmost, of those the longest.</summary>
internal sealed class AddedTokenSearch
{
    private readonly Dictionary<char, (string Text, AddedToken Token)[]> _byFirst;

    internal AddedTokenSearch(IEnumerable<(string Text, AddedToken Token)> tokens) => _byFirst = tokens
        .Where(entry => entry.Text.Length > 0)
        .GroupBy(entry => entry.Text[0])
        .ToDictionary(group => group.Key, group => group.OrderByDescending(entry => entry.Text.Length).ToArray());

    /// <summary>The text in pieces: tokens, and what lies between them.</summary>
    internal IEnumerable<(Range Range, AddedToken? Token)> Split(string text)
    {
        var done = 0;
        for (var at = 0; at < text.Length;)
        {
            if (Find(text, at) is not { } found)
            {
                at++;
                continue;
            }

            var (start, end) = (at, at + found.Text.Length);
            at = end;
            if (found.Token.SingleWord && TouchesWord(text, start, end))
            {
                continue;
            }

            start = found.Token.StripsLeft ? Math.Max(done, text.AsSpan(0, start).TrimEnd().Length) : start;
            end = found.Token.StripsRight ? text.Length - text.AsSpan(end).TrimStart().Length : end;
            if (start > done)
            {
                yield return (done..start, null);
            }

            yield return (start..end, found.Token);
            (done, at) = (end, end);
        }

        if (done < text.Length)
        {
            yield return (done.., null);
        }
    }

    private (string Text, AddedToken Token)? Find(string text, int at)
    {
        if (_byFirst.TryGetValue(text[at], out var candidates))
        {
            foreach (var candidate in candidates)
            {
                if (text.AsSpan(at).StartsWith(candidate.Text, StringComparison.Ordinal))
                {
                    return candidate;
                }
            }
        }

        return null;
    }

    private static bool TouchesWord(string text, int start, int end) =>
        (Rune.DecodeLastFromUtf16(text.AsSpan(0, start), out var before, out _) == System.Buffers.OperationStatus.Done && RuneKinds.IsWord(before))
        || (Rune.DecodeFromUtf16(text.AsSpan(end), out var after, out _) == System.Buffers.OperationStatus.Done && RuneKinds.IsWord(after));
}
