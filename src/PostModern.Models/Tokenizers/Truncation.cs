using System.Text.Json;
using PostModern.Models.Json;

namespace PostModern.Models.Tokenizers;

/// <summary>How texts that are too long for a model are cut.</summary>
/// <param name="MaxLength">Tokens, with the special ones.</param>
/// <param name="Strategy">LongestFirst, OnlyFirst or OnlySecond.</param>
/// <param name="FromLeft">Whether the beginning goes instead of the end.</param>
internal sealed record Truncation(int MaxLength, string Strategy = "LongestFirst", bool FromLeft = false)
{
    internal static Truncation Read(JsonElement json) => new(
        json.GetProperty("max_length").GetInt32(), json.OptionalText("strategy") ?? "LongestFirst", json.OptionalText("direction") == "Left");

    /// <summary>The texts' ids, cut so that they and the special tokens fit.</summary>
    internal (List<int> First, List<int>? Second) Apply(List<int> first, List<int>? second, int specialTokens)
    {
        var room = Math.Max(MaxLength - specialTokens, 0);
        if (first.Count + (second?.Count ?? 0) <= room)
        {
            return (first, second);
        }

        var (keptFirst, keptSecond) = second is null ? (room, 0) : Share(first.Count, second.Count, room);
        return (Cut(first, keptFirst), second is null ? null : Cut(second, keptSecond));
    }

    private (int First, int Second) Share(int first, int second, int room)
    {
        switch (Strategy)
        {
            case "OnlyFirst":
                return (Math.Max(room - second, 0), second);
            case "OnlySecond":
                return (first, Math.Max(room - first, 0));
        }

        var (shorter, longer) = (Math.Min(first, second), Math.Max(first, second));
        longer = shorter > room ? shorter : Math.Max(shorter, room - shorter);
        if (shorter + longer > room)
        {
            shorter = room / 2;
            longer = shorter + (room % 2);
        }

        return first > second ? (longer, shorter) : (shorter, longer);
    }

    private List<int> Cut(List<int> ids, int kept) =>
        kept >= ids.Count ? ids : ids.GetRange(FromLeft ? ids.Count - kept : 0, kept);
}
