using System.Diagnostics;
using Npgsql;
using NpgsqlTypes;
using PostModern.Benchmarks.Frame;
using PostModern.Data;

namespace PostModern.Benchmarks.Provider;

/// <summary>Storing objects: a dataset that gets one version, and PostgreSQL's binary COPY.</summary>
/// <param name="ours">Open.</param>
/// <param name="theirs">Open.</param>
/// <param name="rows">A copy.</param>
internal sealed class BulkCopies(PostModernConnection ours, NpgsqlConnection theirs, int rows)
{
    public IEnumerable<Measure> Measures() =>
    [
        new Measure("bulk-copy", "rows/s", Direction.MoreIsBetter, 1, t => RateAsync(() => WriteAsync(ours, "copied", rows, t)), t => RateAsync(() => WriteAsync(theirs, "copied", rows, t))),
        new Measure("bulk-copy-temporary", "rows/s", Direction.MoreIsBetter, 1, t => RateAsync(() => WriteAsync(ours, "held", rows, t, true)), t => RateAsync(() => WriteAsync(theirs, "held", rows, t, true))),
    ];

    public static async Task WriteAsync(PostModernConnection connection, string table, int rows, CancellationToken cancellationToken, bool temporary = false)
    {
        var copy = new PostModernBulkCopy(connection) { DestinationTableName = table, Mode = PostModernBulkCopyMode.Replace, IsTemporary = temporary };
        await copy.WriteToServerAsync(Enumerable.Range(0, rows).Select(SixColumns.Of), cancellationToken);
    }

    public static async Task WriteAsync(NpgsqlConnection connection, string table, int rows, CancellationToken cancellationToken, bool temporary = false)
    {
        await using var command = new NpgsqlCommand(
            $"DROP TABLE IF EXISTS {table}; CREATE {(temporary ? "TEMP " : "")}TABLE {table} {SixColumns.Definition}", connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
        await using var writer = await connection.BeginBinaryImportAsync($"COPY {table} FROM STDIN (FORMAT binary)", cancellationToken);
        await Task.Run(() => Write(writer, rows), cancellationToken);
        await writer.CompleteAsync(cancellationToken);
    }

    // The synchronous way, which is Npgsql's faster one.
    private static void Write(NpgsqlBinaryImporter writer, int rows)
    {
        foreach (var row in Enumerable.Range(0, rows).Select(SixColumns.Of))
        {
            writer.StartRow();
            writer.Write(row.Id, NpgsqlDbType.Bigint);
            writer.Write(row.Number, NpgsqlDbType.Integer);
            writer.Write(row.Value, NpgsqlDbType.Double);
            writer.Write(row.Name, NpgsqlDbType.Varchar);
            writer.Write(row.Time, NpgsqlDbType.Timestamp);
            writer.Write(row.Flag, NpgsqlDbType.Boolean);
        }
    }

    private async Task<double> RateAsync(Func<Task> copy)
    {
        var watch = Stopwatch.StartNew();
        await copy();
        return rows / watch.Elapsed.TotalSeconds;
    }
}
