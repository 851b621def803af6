using PostModern.Arrow.Arrays;
using PostModern.DuckDb;
using PostModern.Engine.Sql;
using PostModern.Lake.Copies;

namespace PostModern.Engine.Planning;

/// <summary>Where in a Parquet file its columns lie, as DuckDB reads it from the footer.</summary>
/// <param name="chunks">All of the file.</param>
internal sealed class ParquetLayout(IReadOnlyList<ParquetChunk> chunks)
{
    /// <summary>Some writers forgot the dictionary page's header when they counted a column's bytes.</summary>
    private const long Slack = 1024;

    /// <returns>Null when the footer leaves open where something lies.</returns>
    public static ParquetLayout? Read(string path, Connection connection)
    {
        var file = SqlText.Literal(FileScan.Unglobbed(path));
        using var schema = connection.Query($"SELECT name, num_children, field_id, duckdb_type FROM parquet_schema({file}) ORDER BY column_id");
        var columns = Columns(schema);
        using var metadata = connection.Query(
            "SELECT row_group_id, column_id, coalesce(dictionary_page_offset, 0), data_page_offset, total_compressed_size, "
            + $"bloom_filter_offset, bloom_filter_length, stats_min_value, stats_max_value FROM parquet_metadata({file})");
        var chunks = Enumerable.Range(0, metadata.Length).Select(row => Chunk(metadata, row, columns)).ToList();
        return chunks.Contains(null) ? null : new ParquetLayout([.. chunks.OfType<ParquetChunk>()]);
    }

    /// <summary>The bytes that a read needs: whole columns of the row groups that no filter excludes.</summary>
    public IEnumerable<ByteRange> Needed(ParquetRead read)
    {
        var excluded = chunks.Where(c => read.Filters.Any(f => f.Column.Equals(c.Column.Name) && f.Excludes(c.Column.Type, c.Min, c.Max))).Select(c => c.RowGroup).ToHashSet();
        var needed = chunks.Where(c => c.Column.IsOneOf(read.Columns)).ToList();

        // Before DuckDB skips a row group, it may have asked a Bloom filter.
        return needed.Where(c => !excluded.Contains(c.RowGroup)).Select(c => c.Pages).Concat(needed.Select(c => c.BloomFilter).OfType<ByteRange>());
    }

    /// <summary>The leaves in order: those of the footer's column chunks.</summary>
    private static List<ParquetColumn> Columns(RecordBatch schema)
    {
        var columns = new List<ParquetColumn>();
        for (var at = 1; at < schema.Length;)
        {
            var isLeaf = (Number(schema, 1, at) ?? 0) == 0;
            var id = ColumnValue.Get(schema.Columns[2], at) is { } fieldId ? (object)Convert.ToInt64(fieldId, System.Globalization.CultureInfo.InvariantCulture) : null;
            var leaf = new ParquetColumn(ParquetReads.Key(Text(schema, 0, at)!), id, isLeaf ? Text(schema, 3, at) : null);
            for (var open = 1L; open > 0 && at < schema.Length; at++)
            {
                var children = Number(schema, 1, at) ?? 0;
                open += children - 1;
                if (children == 0)
                {
                    columns.Add(leaf);
                }
            }
        }

        return columns;
    }

    private static ParquetChunk? Chunk(RecordBatch metadata, int row, List<ParquetColumn> columns)
    {
        var column = Number(metadata, 1, row);
        var (dictionary, data, size) = (Number(metadata, 2, row), Number(metadata, 3, row), Number(metadata, 4, row));
        var (bloom, bloomSize) = (Number(metadata, 5, row), Number(metadata, 6, row));
        if (column is null || column >= columns.Count || data is null || size is null || (bloom > 0 && bloomSize is null or 0))
        {
            return null;
        }

        // A dictionary lies before the data; where it is said to be at 0 there is none.
        var start = dictionary is > 0 && dictionary < data ? dictionary.Value : data.Value;
        return new ParquetChunk(
            Number(metadata, 0, row)!.Value,
            columns[(int)column],
            new ByteRange(start, start + size.Value + Slack),
            bloom is > 0 ? new ByteRange(bloom.Value, bloom.Value + bloomSize!.Value) : null,
            Text(metadata, 7, row),
            Text(metadata, 8, row));
    }

    private static long? Number(RecordBatch batch, int column, int row) =>
        batch.Columns[column].IsNull(row) ? null : batch.Columns[column].Values<long>()[row];

    private static string? Text(RecordBatch batch, int column, int row) => batch.Columns[column].IsNull(row) ? null : batch.Columns[column].GetString(row);
}
