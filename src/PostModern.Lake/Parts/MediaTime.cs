using System.Globalization;

namespace PostModern.Lake.Parts;

/// <summary>Normal play time: seconds, <c>mm:ss</c> or <c>hh:mm:ss</c>, each with a fraction.</summary>
/// <remarks>RFC 2326, 3.6.</remarks>
internal static class MediaTime
{
    private const string Prefix = "npt:";
    private const decimal MostSeconds = 100_000_000;

    /// <summary>Seconds with at least three decimals.</summary>
    public static string Format(TimeSpan time) => (time.Ticks / (decimal)TimeSpan.TicksPerSecond).ToString("0.000###", CultureInfo.InvariantCulture);

    /// <summary>Parses <c>10</c>, <c>10,20</c>, <c>,20</c>, with or without <c>npt:</c>.</summary>
    /// <returns>Null for anything else, and for an end that isn't after the start.</returns>
    public static TimeStep? ParseRange(string text)
    {
        var range = text.StartsWith(Prefix, StringComparison.Ordinal) ? text[Prefix.Length..] : text;
        var comma = range.IndexOf(',', StringComparison.Ordinal);
        var start = comma == 0 ? TimeSpan.Zero : Parse(comma < 0 ? range : range[..comma]);
        if (start is null || comma < 0)
        {
            return start is { } only ? new TimeStep(only) : null;
        }

        return Parse(range[(comma + 1)..]) is { } end && end > start ? new TimeStep(start.Value, end) : null;
    }

    private static TimeSpan? Parse(string text)
    {
        var parts = text.Split(':');
        if (parts.Length > 3 || Seconds(parts[^1]) is not { } seconds)
        {
            return null;
        }

        var unit = 60m;
        foreach (var part in parts.SkipLast(1).Reverse())
        {
            // Behind hours or minutes the next number stops at 59.
            if (seconds >= unit || !uint.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || (unit == 60 && parts.Length == 3 && number > 59))
            {
                return null;
            }

            seconds += number * unit;
            unit *= 60;
        }

        return seconds < MostSeconds ? TimeSpan.FromMicroseconds((long)(seconds * 1_000_000)) : null;
    }

    private static decimal? Seconds(string text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) ? seconds : null;
}
