using System.Globalization;
using System.Text.Json;

namespace PostModern.Data;

/// <summary>What a statement cost, as the server counted it.</summary>
/// <param name="ModelCalls">Inputs that a model really ran on.</param>
/// <param name="CacheHits">Inputs answered from the inference cache.</param>
/// <param name="RowErrors">Rows whose model call failed and gave NULL; they are listed in <c>pm.errors</c>.</param>
/// <param name="Warnings">What a person should know, such as the first of the row errors.</param>
public sealed record QueryStatistics(long ModelCalls, long CacheHits, long RowErrors, IReadOnlyList<string> Warnings)
{
    private const string Prefix = "postmodern-";

    /// <summary>Reads the trailers of a DoGet; null when the server sends none, as foreign Flight SQL servers do.</summary>
    internal static QueryStatistics? FromTrailers(IReadOnlyDictionary<string, string> trailers) =>
        trailers.Keys.Any(key => key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            ? new QueryStatistics(
                Number(trailers, "model-calls"), Number(trailers, "cache-hits"), Number(trailers, "row-errors"), Texts(trailers))
            : null;

    internal static QueryStatistics? Add(QueryStatistics? left, QueryStatistics? right) => (left, right) switch
    {
        (null, _) => right,
        (_, null) => left,
        _ => new QueryStatistics(
            left.ModelCalls + right.ModelCalls,
            left.CacheHits + right.CacheHits,
            left.RowErrors + right.RowErrors,
            [.. left.Warnings, .. right.Warnings]),
    };

    private static long Number(IReadOnlyDictionary<string, string> trailers, string name) =>
        trailers.TryGetValue(Prefix + name, out var text)
        && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : 0;

    private static string[] Texts(IReadOnlyDictionary<string, string> trailers)
    {
        if (!trailers.TryGetValue(Prefix + "warnings", out var text) || text.Length == 0)
        {
            return [];
        }

        try
        {
            return JsonSerializer.Deserialize<string[]>(Uri.UnescapeDataString(text)) ?? [];
        }
        catch (JsonException)
        {
            // Statistics never make a query fail that has delivered its rows.
            return [];
        }
    }
}
