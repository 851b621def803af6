using System.Globalization;
using PostModern.Arrow.Arrays;
using PostModern.Engine.Sql;
using PostModern.Lake.Delta;

namespace PostModern.Engine.Execution;

/// <summary>What <c>COPY … (RETURN_STATS)</c> says of each file that it wrote.</summary>
internal static class CopyResult
{
    /// <returns>The file, with the path that DuckDB gave it.</returns>
    public static AddFile Read(RecordBatch batch, int row, TableLayout layout)
    {
        var rows = Number(batch, "count", row);
        return new AddFile((string)Value(batch, "filename", row)!, Number(batch, "file_size_bytes", row), DateTimeOffset.UtcNow.ToUnixTimeMilliseconds())
        {
            PartitionValues = layout.PartitionColumns.Count == 0
                ? new Dictionary<string, string?>()
                : Pairs(Value(batch, "partition_keys", row)).ToDictionary(p => p.Key, p => (string?)p.Value),
            Stats = FileStatistics.Of(layout.Schema, rows, Ranges(Pairs(Value(batch, "column_statistics", row)).Select(c => (Path(c.Key), c.Value)))).ToJson(),
        };
    }

    /// <summary>From <c>{"name": {min: …, max: …, null_count: …}}</c>; a field inside a struct is called <c>"a"."b"</c>.</summary>
    private static Dictionary<string, ColumnRange> Ranges(IEnumerable<(string[] Path, object? Facts)> statistics, int depth = 0) => statistics
        .Where(c => c.Path.Length > depth)
        .GroupBy(c => c.Path[depth])
        .ToDictionary(
            column => column.Key,
            column => column.FirstOrDefault(c => c.Path.Length == depth + 1) is { Path: not null } leaf
                ? Range(leaf.Facts)
                : new ColumnRange { Fields = Ranges(column, depth + 1) });

    private static ColumnRange Range(object? values)
    {
        var facts = Pairs(values).ToDictionary(f => f.Key, f => (string?)f.Value);
        return new ColumnRange(
            facts.GetValueOrDefault("min"),
            facts.GetValueOrDefault("max"),
            facts.GetValueOrDefault("null_count") is { } nulls ? long.Parse(nulls, CultureInfo.InvariantCulture) : null,
            facts.GetValueOrDefault("has_nan") == "true");
    }

    private static string[] Path(string name) => [.. Lexer.Tokenize(name).Where(t => t.IsName).Select(t => t.Name)];

    private static IEnumerable<KeyValuePair<string, object?>> Pairs(object? map) =>
        ((IEnumerable<KeyValuePair<object?, object?>>)map!).Select(p => KeyValuePair.Create((string)p.Key!, p.Value));

    private static long Number(RecordBatch batch, string column, int row) => Convert.ToInt64(Value(batch, column, row), CultureInfo.InvariantCulture);

    private static object? Value(RecordBatch batch, string column, int row) =>
        ColumnValue.Get(batch.Columns[batch.Schema.Fields.IndexOf(column)], row);
}
