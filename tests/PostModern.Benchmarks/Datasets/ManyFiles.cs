using System.Globalization;
using PostModern.Arrow.Types;
using PostModern.DuckDb;
using PostModern.Lake.Catalog;
using PostModern.Lake.Delta;

namespace PostModern.Benchmarks.Datasets;

/// <summary>A dataset of many files, each with its own stretch of ids.</summary>
internal static class ManyFiles
{
    private static readonly Schema Columns = new(
        new Field("id", ArrowTypes.Int64), new Field("amount", ArrowTypes.Float64), new Field("name", ArrowTypes.Utf8));

    /// <summary>Writes the files with DuckDB and commits them as version 2.</summary>
    /// <returns>The files' paths.</returns>
    public static async Task<IReadOnlyList<string>> WriteAsync(
        Warehouse warehouse, Database database, string name, int files, int rowsInEach, CancellationToken cancellationToken)
    {
        var dataset = await warehouse.CreateAsync("main", name, Columns, new CommitDescription("CREATE TABLE"), cancellationToken);
        using (var connection = database.Connect())
        {
            connection.Execute(
                $"COPY (SELECT range AS id, (range % 1000) / 7 AS amount, 'name ' || range AS name, range // {rowsInEach} AS part FROM range({(long)files * rowsInEach})) "
                + $"TO '{dataset.Path}' (FORMAT parquet, PARTITION_BY (part), OVERWRITE_OR_IGNORE)",
                cancellationToken);
        }

        var change = (await dataset.LatestAsync(cancellationToken)).Begin();
        for (var i = 0; i < files; i++)
        {
            change.Add(Describe(dataset, i, rowsInEach));
        }

        var committed = (await change.CommitAsync(new CommitDescription("WRITE"), cancellationToken)).GetSnapshot();
        return [.. committed.FileUris];
    }

    private static AddFile Describe(Dataset dataset, int part, int rows)
    {
        var path = $"part={part.ToString(CultureInfo.InvariantCulture)}/data_0.parquet";
        var first = (long)part * rows;
        var ranges = new Dictionary<string, ColumnRange> { ["id"] = new($"{first}", $"{first + rows - 1}", 0) };
        return AddFile.Of(path, new FileInfo(Path.Combine(dataset.Path, path)).Length, FileStatistics.Of(Columns, rows, ranges));
    }
}
