using System.Text;
using System.Text.Json;
using PostModern.Models.Json;

namespace PostModern.Models.Tokenizers.Characters;

/// <summary>A literal text or a regular expression.</summary>
internal sealed class TextPattern
{
    private readonly RunePattern? _pattern;

    internal TextPattern(string literal) => Literal = literal;

    internal TextPattern(RunePattern pattern) => _pattern = pattern;

    /// <summary>The text, if it is one.</summary>
    internal string? Literal { get; }

    /// <param name="json"><c>{"String": …}</c>, <c>{"Regex": …}</c> or a plain text.</param>
    internal static TextPattern Read(JsonElement json) =>
        json.ValueKind == JsonValueKind.String ? new TextPattern(json.GetString()!)
        : json.OptionalText("Regex") is { } regex ? new TextPattern(new RunePattern(regex))
        : new TextPattern(json.Text("String"));

    /// <summary>Where it is found, from left to right.</summary>
    internal IEnumerable<Range> Matches(string text) => _pattern?.Matches(text) ?? LiteralMatches(text);

    /// <summary>The text with each match replaced.</summary>
    internal string Replace(string text, string content)
    {
        if (Literal is { Length: > 0 })
        {
            return text.Replace(Literal, content, StringComparison.Ordinal);
        }

        var result = new StringBuilder(text.Length);
        var done = 0;
        foreach (var match in Matches(text))
        {
            result.Append(text, done, match.Start.Value - done).Append(content);
            done = match.End.Value;
        }

        return result.Append(text, done, text.Length - done).ToString();
    }

    private IEnumerable<Range> LiteralMatches(string text)
    {
        if (Literal!.Length == 0)
        {
            yield break;
        }

        for (var at = text.IndexOf(Literal, StringComparison.Ordinal); at >= 0; at = text.IndexOf(Literal, at + Literal.Length, StringComparison.Ordinal))
        {
            yield return at..(at + Literal.Length);
        }
    }
}
