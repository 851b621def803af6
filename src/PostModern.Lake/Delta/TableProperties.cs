using System.Globalization;
using PostModern.Arrow.Errors;

namespace PostModern.Lake.Delta;

/// <summary>The table properties that can be set: those that we, or others who read the table, act upon.</summary>
public static class TableProperties
{
    private const string Examples =
        "Examples: 'delta.appendOnly' = 'true', 'delta.checkpointInterval' = '10', 'delta.logRetentionDuration' = 'interval 30 days'.";

    private static readonly Dictionary<string, Func<string, bool>> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["delta.appendOnly"] = IsTruth,
        ["delta.enableDeletionVectors"] = IsTruth,
        ["delta.checkpointInterval"] = v => int.TryParse(v, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n > 0,
        ["delta.logRetentionDuration"] = IsInterval,
        ["delta.deletedFileRetentionDuration"] = IsInterval,
    };

    /// <summary>The table with properties set.</summary>
    /// <exception cref="ServerException">InvalidInput: an unknown property, or a value that it can't have.</exception>
    public static TableMetadata Set(TableMetadata metadata, IEnumerable<KeyValuePair<string, string>> properties)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        ArgumentNullException.ThrowIfNull(properties);
        var configuration = new Dictionary<string, string>(metadata.Configuration);
        foreach (var (key, value) in properties)
        {
            var name = Find(key);
            configuration[name] = Known[name](value)
                ? value
                : throw new ServerException(ErrorCode.InvalidInput, $"'{value}' is no value for {name}. {Examples}");
        }

        return metadata with { Configuration = configuration };
    }

    /// <summary>The table with properties back at their defaults.</summary>
    /// <exception cref="ServerException">InvalidInput: an unknown property.</exception>
    public static TableMetadata Unset(TableMetadata metadata, IEnumerable<string> properties)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        var names = properties.Select(Find).ToHashSet();
        return metadata with { Configuration = metadata.Configuration.Where(p => !names.Contains(p.Key)).ToDictionary() };
    }

    private static string Find(string key) => Known.Keys.FirstOrDefault(k => k.Equals(key, StringComparison.OrdinalIgnoreCase))
        ?? throw new ServerException(ErrorCode.InvalidInput, $"There is no table property '{key}' that can be set. Known are: {string.Join(", ", Known.Keys)}.");

    private static bool IsTruth(string value) => bool.TryParse(value, out _);

    /// <summary>As Spark writes intervals: <c>interval 30 days</c>.</summary>
    private static bool IsInterval(string value) => value.Split(' ', StringSplitOptions.RemoveEmptyEntries) switch
    {
        [var word, .. var rest] when word.Equals("interval", StringComparison.OrdinalIgnoreCase) => IsInterval(rest),
        var parts => IsInterval(parts),
    };

    private static bool IsInterval(string[] parts) => parts is [var number, var unit]
        && uint.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out _)
        && unit.ToLowerInvariant().TrimEnd('s') is "week" or "day" or "hour" or "minute" or "second" or "millisecond";
}
