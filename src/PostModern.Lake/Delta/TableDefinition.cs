using System.Globalization;

namespace PostModern.Lake.Delta;

/// <summary>A table that takes the columns and settings of another version or table, and stays itself.</summary>
internal static class TableDefinition
{
    private const string MaxColumnId = "delta.columnMapping.maxColumnId";
    private const string InCommitTimestamps = "delta.enableInCommitTimestamps";

    /// <summary>Since when commits say their own time: true of one table's log, and of no other's.</summary>
    private static readonly string[] s_logKeys = ["delta.inCommitTimestampEnablementVersion", "delta.inCommitTimestampEnablementTimestamp"];

    /// <summary>The definition of <paramref name="other"/> for the table that <paramref name="mine"/> is.</summary>
    public static TableMetadata Adopt(TableMetadata mine, TableMetadata other)
    {
        var configuration = other.Configuration.Where(p => !IsOfLog(p.Key)).ToDictionary(p => p.Key, p => p.Value);
        foreach (var (key, value) in mine.Configuration.Where(p => IsOfLog(p.Key)))
        {
            configuration[key] = value;
        }

        if (Number(mine, MaxColumnId) is { } used && Number(other, MaxColumnId) is { } old)
        {
            // A column's id is never given to another column, not even by going back to before there was one.
            configuration[MaxColumnId] = Math.Max(used, old).ToString(CultureInfo.InvariantCulture);
        }

        return other with { Id = mine.Id, Name = mine.Name, CreatedTime = mine.CreatedTime, Configuration = configuration };
    }

    /// <summary>The definition of <paramref name="source"/> for a table whose log begins with it.</summary>
    public static TableMetadata ForNew(TableMetadata source) =>
        source with { Configuration = source.Configuration.Where(p => !s_logKeys.Contains(p.Key)).ToDictionary(p => p.Key, p => p.Value) };

    private static bool IsOfLog(string key) => key == InCommitTimestamps || s_logKeys.Contains(key);

    private static long? Number(TableMetadata metadata, string key) =>
        long.TryParse(metadata.Configuration.GetValueOrDefault(key), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
