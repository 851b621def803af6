using System.Globalization;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;
using PostModern.Engine.Sql;
using PostModern.Lake.Catalog;
using PostModern.Lake.Delta;

namespace PostModern.Engine.Execution;

/// <summary>Lets DuckDB write a query's rows as one Parquet file of a dataset, and keeps what it says about them.</summary>
internal static class ParquetWriter
{
    /// <param name="context">The running statement; its parameters are bound to <paramref name="query"/>.</param>
    /// <param name="query">A SELECT whose columns are <paramref name="schema"/>'s, in order.</param>
    /// <param name="schema">The dataset's columns.</param>
    /// <param name="folder">The dataset's folder. The file becomes part of the dataset only when a commit names it.</param>
    /// <returns>Null when the query gave no rows: then there is no file either.</returns>
    public static async Task<WrittenFile?> WriteAsync(CommandContext context, string query, Schema schema, string folder)
    {
        using var staged = context.DataFiles.Stage(folder);
        var path = Path.Combine(staged.Path, Dataset.NewFileName());
        WrittenFile? stored = null;
        try
        {
            var written = await CopyAsync(context, query, schema, path);
            context.Statement.ThrowIfEveryRowFailed();
            if (written.Rows > 0)
            {
                await staged.StoreAsync(Path.GetFileName(path), context.Cancellation);
                stored = written;
            }

            return stored;
        }
        finally
        {
            // A failed statement leaves nothing behind; what a killed process leaves, no commit names.
            if (stored is null)
            {
                File.Delete(path);
            }
        }
    }

    private static async Task<WrittenFile> CopyAsync(CommandContext context, string query, Schema schema, string path)
    {
        var columns = DeltaSchema.ColumnsOf(schema);
        var stored = columns.Select(c => $"CAST({SqlText.Name(c.Name)} AS {c.StorageType}) AS {SqlText.Name(c.Name)}");
        var copy = $"COPY (SELECT {string.Join(", ", stored)} FROM ({query}) AS _({string.Join(", ", columns.Select(c => SqlText.Name(c.Name)))})) "
            + $"TO {SqlText.Literal(path)} (FORMAT parquet, RETURN_STATS)";
        using var result = Single(await context.QueryAsync(copy));
        var rows = Number(result, "count");
        var ranges = ReadRanges((IEnumerable<KeyValuePair<object?, object?>>)Value(result, "column_statistics")!);
        var file = new AddFile(Path.GetFileName(path), Number(result, "file_size_bytes"), DateTimeOffset.UtcNow.ToUnixTimeMilliseconds())
        {
            Stats = FileStatistics.Of(schema, rows, ranges).ToJson(),
        };
        return new WrittenFile(file, rows);
    }

    private static RecordBatch Single(IReadOnlyList<RecordBatch> batches) =>
        batches is [{ Length: 1 } one] ? one : throw new InvalidOperationException($"COPY … RETURN_STATS gave {batches.Count} batches for one file.");

    /// <summary>From <c>{"name": {min: …, max: …, null_count: …}}</c>; fields inside columns are called <c>"a"."b"</c> and left out.</summary>
    private static Dictionary<string, ColumnRange> ReadRanges(IEnumerable<KeyValuePair<object?, object?>> statistics)
    {
        var ranges = new Dictionary<string, ColumnRange>();
        foreach (var (key, value) in statistics)
        {
            if (Lexer.Tokenize((string)key!) is [var name])
            {
                var facts = ((IEnumerable<KeyValuePair<object?, object?>>)value!).ToDictionary(f => (string)f.Key!, f => (string?)f.Value);
                var nulls = facts.GetValueOrDefault("null_count");
                ranges[name.Name] = new ColumnRange(
                    facts.GetValueOrDefault("min"),
                    facts.GetValueOrDefault("max"),
                    nulls is null ? null : long.Parse(nulls, CultureInfo.InvariantCulture),
                    facts.GetValueOrDefault("has_nan") == "true");
            }
        }

        return ranges;
    }

    private static long Number(RecordBatch batch, string column) => Convert.ToInt64(Value(batch, column), CultureInfo.InvariantCulture);

    private static object? Value(RecordBatch batch, string column) =>
        ColumnValue.Get(batch.Columns[batch.Schema.Fields.IndexOf(column)], 0);
}
