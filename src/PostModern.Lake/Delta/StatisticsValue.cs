using System.Buffers;
using System.Globalization;
using System.Text.Json.Nodes;
using PostModern.Arrow.Types;

namespace PostModern.Lake.Delta;

/// <summary>DuckDB's text of a bound as the JSON value that Delta keeps; null where a bound would be wrong or of no use.</summary>
internal static class StatisticsValue
{
    /// <summary>Longer texts are cut: a statistic is there to skip files, not to hold them.</summary>
    private const int TextLength = 32;

    /// <summary>The text that sorts after every other, in the byte order of UTF-8.</summary>
    private const string HighestCharacter = "\U0010FFFF";

    private static readonly SearchValues<char> DigitsAndPoint = SearchValues.Create("0123456789.");

    public static JsonValue? Min(ArrowType type, string text) =>
        type is StringType ? JsonValue.Create(Cut(text)) : Of(type, text, roundUp: false);

    public static JsonValue? Max(ArrowType type, string text) => type is StringType
        ? JsonValue.Create(Cut(text) is var cut && cut.Length < text.Length ? cut + HighestCharacter : text)
        : Of(type, text, roundUp: true);

    private static JsonValue? Of(ArrowType type, string text, bool roundUp) => type switch
    {
        IntType => long.TryParse(text, CultureInfo.InvariantCulture, out var number) ? JsonValue.Create(number) : null,
        FloatType => Float(text),
        DecimalType => Number(text),
        DateType => Date(text),
        TimestampType timestamp => Timestamp(timestamp, text, roundUp),
        _ => null,
    };

    // "inf" and "nan" have no JSON; a column without bounds is simply never skipped.
    private static JsonValue? Float(string text) =>
        double.TryParse(text, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? JsonValue.Create(number) : null;

    /// <summary>38 digits outgrow every CLR number, so the digits are kept as they are.</summary>
    private static JsonValue? Number(string text)
    {
        var digits = text.AsSpan().TrimStart('-');
        return digits.Length > 0 && char.IsAsciiDigit(digits[0]) && digits[^1] != '.' && !digits.ContainsAnyExcept(DigitsAndPoint)
            ? JsonNode.Parse(text)!.AsValue()
            : null;
    }

    // Years before 1 and after 9999 have spellings of their own, that nobody else reads.
    private static JsonValue? Date(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? JsonValue.Create(text) : null;

    /// <summary>Delta keeps whole milliseconds; an upper bound must not fall below its value by that.</summary>
    private static JsonValue? Timestamp(TimestampType type, string text, bool roundUp)
    {
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (!DateTime.TryParse(text, CultureInfo.InvariantCulture, Utc, out var time))
        {
            return null;
        }

        var rest = time.Ticks % TimeSpan.TicksPerMillisecond;
        time = time.AddTicks(rest == 0 ? 0 : roundUp ? TimeSpan.TicksPerMillisecond - rest : -rest);
        var format = type.Timezone is null ? "yyyy-MM-ddTHH:mm:ss.fff" : "yyyy-MM-ddTHH:mm:ss.fffZ";
        return JsonValue.Create(time.ToString(format, CultureInfo.InvariantCulture));
    }

    private static string Cut(string text)
    {
        if (text.Length <= TextLength)
        {
            return text;
        }

        // Half of a surrogate pair is no text.
        return text[..(char.IsHighSurrogate(text[TextLength - 1]) ? TextLength - 1 : TextLength)];
    }
}
