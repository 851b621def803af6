using System.Data.Common;
using System.Diagnostics;
using Npgsql;
using PostModern.Benchmarks.Frame;
using PostModern.Data;

namespace PostModern.Benchmarks.Provider;

/// <summary>Reading every value of a table with typed getters.</summary>
/// <param name="ours">Open.</param>
/// <param name="theirs">Open.</param>
/// <param name="rows">Of the table.</param>
internal sealed class TypedReads(PostModernConnection ours, NpgsqlConnection theirs, int rows)
{
    private const string Query = "SELECT id, number, value, name, time, flag FROM six";
    private const double WantedRows = 3;

    public async Task<IReadOnlyList<Measure>> PrepareAsync(CancellationToken cancellationToken)
    {
        await BulkCopies.WriteAsync(ours, "six", rows, cancellationToken);
        await BulkCopies.WriteAsync(theirs, "six", rows, cancellationToken);
        return
        [
            new Measure("read-typed", "rows/s", Direction.MoreIsBetter, WantedRows, t => RateAsync(ours, t), t => RateAsync(theirs, t)),
            new Measure("read-typed-allocated", "bytes/row", Direction.LessIsBetter, 1, t => AllocatedAsync(ours, true, t), t => AllocatedAsync(theirs, true, t)),
            new Measure("read-numbers-allocated", "bytes/row", Direction.LessIsBetter, 1, t => AllocatedAsync(ours, false, t), t => AllocatedAsync(theirs, false, t)),
        ];
    }

    private async Task<double> RateAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        await ReadAsync(connection, true, cancellationToken);
        return rows / watch.Elapsed.TotalSeconds;
    }

    private async Task<double> AllocatedAsync(DbConnection connection, bool texts, CancellationToken cancellationToken)
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        await ReadAsync(connection, texts, cancellationToken);
        return (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)rows;
    }

    /// <param name="connection">Either.</param>
    /// <param name="texts">Whether to read the texts, each of which is a new string.</param>
    /// <param name="cancellationToken">Stops it.</param>
    private async Task ReadAsync(DbConnection connection, bool texts, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = Query;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var (count, sum) = (0, 0.0);
        while (await reader.ReadAsync(cancellationToken))
        {
            sum += SixColumns.Sum(reader, texts ? reader.GetString(3) : null);
            count++;
        }

        if (count != rows || sum == 0)
        {
            throw new InvalidOperationException($"{count} rows instead of {rows} were read.");
        }
    }
}
