using System.Globalization;
using PostModern.Arrow.Errors;

namespace PostModern.Lake.Delta;

/// <summary>The table properties that can be set: those that we, or others who read the table, act upon.</summary>
public static class SettableProperties
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
        ["delta.enableExpiredLogCleanup"] = IsTruth,
        ["delta.targetFileSize"] = v => v.Length > 0,
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

    private static bool IsInterval(string value) => CalendarInterval.TryParse(value) is not null;
}
