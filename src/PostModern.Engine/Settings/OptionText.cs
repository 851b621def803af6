using System.Globalization;
using PostModern.Arrow.Errors;

namespace PostModern.Engine.Settings;

/// <summary>Options' values as people and drivers write them.</summary>
internal static class OptionText
{
    private static readonly (string Unit, double Milliseconds)[] s_units = [("ms", 1), ("min", 60_000), ("s", 1000), ("h", 3_600_000)];

    private static readonly (string Unit, long Bytes)[] s_sizes = [("KB", 1L << 10), ("MB", 1L << 20), ("GB", 1L << 30), ("B", 1)];

    /// <summary>The position of <paramref name="text"/> among <paramref name="choices"/>, in any case.</summary>
    public static int OneOf(string option, string text, params string[] choices)
    {
        var index = Array.FindIndex(choices, c => c.Equals(text, StringComparison.OrdinalIgnoreCase));
        return index >= 0 ? index : throw Invalid(option, text, string.Join(" or ", choices));
    }

    /// <summary>A time; without a zone it is UTC. Empty means none.</summary>
    public static DateTimeOffset? ToTime(string option, string text)
    {
        if (text.Length == 0)
        {
            return null;
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : throw Invalid(option, text, "a time such as 2026-01-31 12:00:00");
    }

    /// <summary>As PostgreSQL writes it: a number of milliseconds, or one with a unit. 0 means none.</summary>
    public static TimeSpan? ToDuration(string option, string text)
    {
        var trimmed = text.Trim();
        var (unit, factor) = s_units.FirstOrDefault(u => trimmed.EndsWith(u.Unit, StringComparison.OrdinalIgnoreCase), (string.Empty, 1));
        var isNumber = double.TryParse(trimmed[..^unit.Length], NumberStyles.Float, CultureInfo.InvariantCulture, out var number);
        if (!isNumber || number * factor is not (>= 0 and < int.MaxValue))
        {
            throw Invalid(option, text, "milliseconds, or a number with ms, s, min or h");
        }

        return number > 0 ? TimeSpan.FromMilliseconds(number * factor) : null;
    }

    /// <summary>A number of bytes, or one with KB, MB or GB, each 1024 of the one before, as Spark counts them.</summary>
    public static long ToSize(string option, string text)
    {
        var trimmed = text.Trim();
        var (unit, factor) = s_sizes.FirstOrDefault(u => trimmed.EndsWith(u.Unit, StringComparison.OrdinalIgnoreCase), (string.Empty, 1));
        return double.TryParse(trimmed[..^unit.Length], NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && number * factor is >= 1 and < long.MaxValue / 2
            ? (long)(number * factor)
            : throw Invalid(option, text, "bytes, or a number with KB, MB or GB");
    }

    public static string Show(long bytes)
    {
        var (unit, factor) = s_sizes.Where(u => u.Bytes > 1 && bytes % u.Bytes == 0).MaxBy(u => u.Bytes) is { Unit: not null } found ? found : (string.Empty, 1);
        return string.Create(CultureInfo.InvariantCulture, $"{bytes / factor}{unit}");
    }

    public static string Show(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFZ", CultureInfo.InvariantCulture) ?? string.Empty;

    public static string Show(TimeSpan? duration) =>
        duration is { TotalMilliseconds: var milliseconds } ? milliseconds.ToString("0ms", CultureInfo.InvariantCulture) : "0";

    /// <summary>A limit; 0 is none.</summary>
    public static double? ToLimit(string option, string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number is >= 0 and < long.MaxValue
            ? number == 0 ? null : number
            : throw Invalid(option, text, "a number, or 0 for no limit");

    public static string Show(double? limit) => (limit ?? 0).ToString(CultureInfo.InvariantCulture);

    private static ServerException Invalid(string option, string text, string wanted) =>
        new(ErrorCode.InvalidInput, $"'{text}' is no value of {option}; give {wanted}.");
}
