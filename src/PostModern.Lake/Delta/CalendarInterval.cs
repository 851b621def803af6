using System.Globalization;

namespace PostModern.Lake.Delta;

/// <summary>Spark's intervals, such as <c>interval 1 week 2 days</c>, as table properties have them.</summary>
internal static class CalendarInterval
{
    private static readonly Dictionary<string, double> Seconds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["week"] = 604_800,
        ["day"] = 86_400,
        ["hour"] = 3_600,
        ["minute"] = 60,
        ["second"] = 1,
        ["millisecond"] = 1e-3,
        ["microsecond"] = 1e-6,
    };

    /// <returns>Null when it is no interval of known length: months and years are none.</returns>
    public static TimeSpan? TryParse(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var parts = words is [var first, ..] && first.Equals("interval", StringComparison.OrdinalIgnoreCase) ? words[1..] : words;
        if (parts.Length == 0 || parts.Length % 2 != 0)
        {
            return null;
        }

        var seconds = 0.0;
        foreach (var pair in parts.Chunk(2))
        {
            var unit = pair[1].TrimEnd('s', 'S');
            if (!double.TryParse(pair[0], CultureInfo.InvariantCulture, out var count) || !Seconds.TryGetValue(unit, out var length))
            {
                return null;
            }

            seconds += count * length;
        }

        return seconds is >= 0 and < 1e10 ? TimeSpan.FromSeconds(seconds) : null;
    }
}
