using System.Globalization;
using PostModern.Arrow.Types;

namespace PostModern.Data.Transport;

/// <summary>Puts placeholders in the order in which the server numbers its parameters.</summary>
internal static class PlaceholderOrder
{
    /// <param name="placeholders">In order of appearance.</param>
    /// <param name="schema">The server's parameters, named or numbered; trusted only where every name is one of ours.</param>
    public static IReadOnlyList<Placeholder> Of(IReadOnlyList<Placeholder> placeholders, Schema schema)
    {
        var ordered = new List<Placeholder>(placeholders.Count);
        foreach (var field in schema.Fields)
        {
            if (Find(placeholders, field.Name) is { } placeholder)
            {
                ordered.Add(placeholder);
            }
        }

        return ordered.Count == placeholders.Count ? ordered : placeholders;
    }

    private static Placeholder? Find(IReadOnlyList<Placeholder> placeholders, string name)
    {
        foreach (var placeholder in placeholders)
        {
            if (string.Equals(Label(placeholder), name, StringComparison.OrdinalIgnoreCase))
            {
                return placeholder;
            }
        }

        return null;
    }

    private static string Label(Placeholder placeholder) =>
        placeholder.Name ?? (placeholder.Position + 1).ToString(CultureInfo.InvariantCulture);
}
