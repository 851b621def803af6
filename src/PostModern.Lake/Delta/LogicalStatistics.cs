using System.Text.Json.Nodes;
using PostModern.Arrow.Types;

namespace PostModern.Lake.Delta;

/// <summary>A file's statistics as a query can use them: by the names that users know, with what the log says of partition columns.</summary>
internal static class LogicalStatistics
{
    public static FileStatistics? Of(Snapshot snapshot, AddFile file)
    {
        var physical = file.ReadStatistics();
        if (physical is null && snapshot.PartitionColumns.Count == 0)
        {
            return null;
        }

        var columns = Rename(snapshot.Schema.Fields, physical?.Columns ?? new Dictionary<string, ColumnStatistics>());
        foreach (var column in snapshot.PartitionColumns)
        {
            if (snapshot.Schema.Fields.FirstOrDefault(f => f.Name == column) is { } field)
            {
                columns[column] = Partition(field.Type, snapshot.PartitionValue(file, column), physical?.Rows);
            }
        }

        return new FileStatistics(physical?.Rows, columns);
    }

    private static Dictionary<string, ColumnStatistics> Rename(IEnumerable<Field> fields, IReadOnlyDictionary<string, ColumnStatistics> physical)
    {
        var columns = new Dictionary<string, ColumnStatistics>();
        foreach (var field in fields)
        {
            if (physical.TryGetValue(ColumnMapping.PhysicalName(field), out var found))
            {
                columns[field.Name] = found.Fields is not null && field.Type is StructType inner
                    ? found with { Fields = Rename(inner.Fields, found.Fields) }
                    : found;
            }
        }

        return columns;
    }

    /// <summary>All rows have the one value. Where its text has no JSON value of the kind that statistics use, there is no bound.</summary>
    private static ColumnStatistics Partition(ArrowType type, string? text, long? rows)
    {
        if (string.IsNullOrEmpty(text))
        {
            return new ColumnStatistics(null, null, rows);
        }

        var (min, max) = type is StringType ? (JsonValue.Create(text), JsonValue.Create(text)) : (StatisticsValue.Min(type, text), StatisticsValue.Max(type, text));
        return new ColumnStatistics(min, max, 0);
    }
}
