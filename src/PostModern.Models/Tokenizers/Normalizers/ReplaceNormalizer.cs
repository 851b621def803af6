using System.Text.Json;
using PostModern.Models.Json;
using PostModern.Models.Tokenizers.Characters;

namespace PostModern.Models.Tokenizers.Normalizers;

/// <summary>Another text for each match of a pattern.</summary>
internal sealed class ReplaceNormalizer(TextPattern pattern, string content) : INormalizer
{
    internal static ReplaceNormalizer Read(JsonElement json) => new(TextPattern.Read(json.GetProperty("pattern")), json.Text("content"));

    public string Normalize(string text) => pattern.Replace(text, content);
}
