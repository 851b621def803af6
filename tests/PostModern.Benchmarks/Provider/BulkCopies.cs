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
        foreach (var row in Enumerable.Range(0, rows).Select(SixColumns.Of))
        {
            await WriteAsync(writer, row, cancellationToken);
        }

        await writer.CompleteAsync(cancellationToken);
    }

    private static async Task WriteAsync(NpgsqlBinaryImporter writer, SixColumns row, CancellationToken cancellationToken)
    {
        await writer.StartRowAsync(cancellationToken);
        await writer.WriteAsync(row.Id, NpgsqlDbType.Bigint, cancellationToken);
        await writer.WriteAsync(row.Number, NpgsqlDbType.Integer, cancellationToken);
        await writer.WriteAsync(row.Value, NpgsqlDbType.Double, cancellationToken);
        await writer.WriteAsync(row.Name, NpgsqlDbType.Varchar, cancellationToken);
        await writer.WriteAsync(row.Time, NpgsqlDbType.Timestamp, cancellationToken);
        await writer.WriteAsync(row.Flag, NpgsqlDbType.Boolean, cancellationToken);
    }

    private async Task<double> RateAsync(Func<Task> copy)
    {
        var watch = Stopwatch.StartNew();
        await copy();
        return rows / watch.Elapsed.TotalSeconds;
    }
}
