using System.Collections;
using System.Globalization;

namespace PostModern.Cli;

/// <summary>Values as text, the way DuckDB's shell writes them.</summary>
internal static class ValueText
{
    private const int MostElements = 8;

    public static string Format(object? value) => value switch
    {
        null or DBNull => "NULL",
        string text => text,
        bool flag => flag ? "true" : "false",
        byte[] bytes => $"<{bytes.Length} bytes>",
        float number => number.ToString("0.####", CultureInfo.InvariantCulture),
        double number => number.ToString("0.######", CultureInfo.InvariantCulture),
        DateTime time => time.ToString("yyyy-MM-dd HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFzzz", CultureInfo.InvariantCulture),
        IEnumerable<KeyValuePair<string, object?>> fields => $"{{{string.Join(", ", fields.Select(f => $"{f.Key}: {Format(f.Value)}"))}}}",
        IEnumerable list => FormatList([.. list.Cast<object?>()]),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static string FormatList(IReadOnlyList<object?> items)
    {
        var shown = string.Join(", ", items.Take(MostElements).Select(Format));
        return items.Count > MostElements ? $"[{shown}, … {items.Count} in all]" : $"[{shown}]";
    }
}
