using System.CommandLine;
using System.Globalization;

namespace PostModern.Cli;

/// <summary>Sizes as people write them: <c>0</c>, <c>500MB</c>, <c>1.5 GiB</c>.</summary>
internal static class ByteSize
{
    private static readonly (string Unit, double Bytes)[] s_units =
    [
        ("KIB", 1L << 10), ("MIB", 1L << 20), ("GIB", 1L << 30), ("TIB", 1L << 40), ("KB", 1e3), ("MB", 1e6), ("GB", 1e9), ("TB", 1e12), ("B", 1), ("", 1),
    ];

    /// <summary>An option that takes a size.</summary>
    public static Option<long?> Option(string name, string description) => new(name)
    {
        Description = description,
        CustomParser = argument =>
        {
            var bytes = TryParse(argument.Tokens[0].Value);
            if (bytes is null)
            {
                argument.AddError($"{name} takes a size such as 500MB or 20GiB, not '{argument.Tokens[0].Value}'.");
            }

            return bytes;
        },
    };

    /// <returns>Bytes; null when it is no size.</returns>
    public static long? TryParse(string text)
    {
        var upper = text.Trim().ToUpperInvariant();
        var (unit, bytes) = s_units.First(u => upper.EndsWith(u.Unit, StringComparison.Ordinal));
        return double.TryParse(upper[..^unit.Length], NumberStyles.AllowDecimalPoint | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number)
            && number * bytes < long.MaxValue
            ? (long)(number * bytes)
            : null;
    }
}
