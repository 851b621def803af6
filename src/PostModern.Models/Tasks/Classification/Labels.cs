using System.Globalization;
using PostModern.Arrow.Errors;

namespace PostModern.Models.Tasks.Classification;

/// <summary>The labels to choose from, as a row has them.</summary>
internal static class Labels
{
    /// <summary>Each is embedded, and each is in the answer.</summary>
    private const int Most = 1000;

    /// <param name="argument">An array of texts and nulls.</param>
    /// <returns>At least one; none of them null, blank or twice there.</returns>
    /// <exception cref="ServerException">InvalidInput: no label is left, one is blank, one is there twice, or there are too many.</exception>
    internal static string[] Read(object argument)
    {
        string[] labels = [.. ((object?[])argument).OfType<string>()];
        if (labels.Length == 0)
        {
            throw Invalid("has no labels to choose from. Write them as classify(x, ['one', 'another']).");
        }

        if (labels.Length > Most)
        {
            throw Invalid(string.Create(CultureInfo.InvariantCulture, $"has {labels.Length} labels; at most {Most} are compared."));
        }

        if (Array.Exists(labels, string.IsNullOrWhiteSpace))
        {
            throw Invalid("has a label without text.");
        }

        return labels.GroupBy(label => label, StringComparer.Ordinal).FirstOrDefault(same => same.Skip(1).Any()) is { } twice
            ? throw Invalid($"has the label '{twice.Key}' twice.")
            : labels;
    }

    private static ServerException Invalid(string what) => new(ErrorCode.InvalidInput, $"The call {what}");
}
