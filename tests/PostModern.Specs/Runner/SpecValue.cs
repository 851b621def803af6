using System.Collections;
using System.Globalization;
using System.Numerics;

namespace PostModern.Specs.Runner;

/// <summary>Values as spec files write them.</summary>
internal static class SpecValue
{
    /// <summary>
    /// One line of text. NULL is <c>NULL</c>, an empty string <c>(empty)</c>, fractions have three digits, times are ISO 8601, lists are
    /// <c>[a, b]</c>, structs <c>{name: a}</c>.
    /// </summary>
    public static string Format(object? value) => value switch
    {
        null or DBNull => "NULL",
        "" => "(empty)",
        string text => text.Replace("\n", "\\n", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal),
        bool truth => truth ? "true" : "false",
        float or double or decimal => ((IFormattable)value).ToString("0.000", CultureInfo.InvariantCulture),
        byte[] { Length: 0 } => "(empty)",
        byte[] bytes => Convert.ToHexString(bytes),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        TimeOnly time => time.ToString("HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
        DateTime time => time.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture),
        IReadOnlyDictionary<string, object?> fields => $"{{{string.Join(", ", fields.Select(field => $"{field.Key}: {Format(field.Value)}"))}}}",
        IEnumerable<KeyValuePair<object, object?>> entries => $"{{{string.Join(", ", entries.Select(entry => $"{Format(entry.Key)}={Format(entry.Value)}"))}}}",
        IEnumerable items => $"[{string.Join(", ", items.Cast<object?>().Select(Format))}]",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    /// <summary>The letter of the column type that <paramref name="type"/> belongs to.</summary>
    public static char Letter(Type type) =>
        type == typeof(bool) ? 'B'
        : type == typeof(float) || type == typeof(double) || type == typeof(decimal) ? 'R'
        : IsWhole(type) ? 'I'
        : 'T';

    private static bool IsWhole(Type type) =>
        type.IsPrimitive && type != typeof(char) || type == typeof(BigInteger) || type == typeof(Int128) || type == typeof(UInt128);
}
