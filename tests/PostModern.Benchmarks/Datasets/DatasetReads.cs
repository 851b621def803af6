using System.Diagnostics;
using PostModern.Benchmarks.Frame;
using PostModern.DuckDb;
using PostModern.Engine;
using PostModern.Lake.Catalog;

namespace PostModern.Benchmarks.Datasets;

/// <summary>Reading datasets beside DuckDB reading the same files.</summary>
/// <param name="engine">Reads the datasets.</param>
/// <param name="database">Reads the files; with as many threads.</param>
internal sealed class DatasetReads(QueryEngine engine, Database database)
{
    // What time travel may cost: a twentieth, and two milliseconds to find the version.
    private const double Share = 1.05;
    private const double Finding = 2;

    public async Task<IReadOnlyList<Measure>> PrepareAsync(Warehouse warehouse, bool smoke, CancellationToken cancellationToken)
    {
        var hundred = await ManyFiles.WriteAsync(warehouse, database, "hundred", smoke ? 5 : 100, smoke ? 100 : 50_000, cancellationToken);
        var thousands = await ManyFiles.WriteAsync(warehouse, database, "thousands", smoke ? 20 : 10_000, 100, cancellationToken);
        const string Sums = "SELECT count(*), sum(amount), max(name)";
        var needle = thousands.Count / 2 * 100L;
        return
        [
            new Measure(
                "read-old-version", "ms", Direction.LessIsBetter, 1,
                token => TimeAsync($"{Sums} FROM hundred VERSION AS OF 2", token),
                async token => (Share * await Time($"{Sums} FROM {Files(hundred)}", token)) + Finding),
            new Measure(
                "filter-ten-thousand-files", "ms", Direction.LessIsBetter, 20,
                token => TimeAsync($"{Sums} FROM thousands WHERE id BETWEEN {needle} AND {needle + 9}", token),
                token => Time($"{Sums} FROM {Files(thousands)} WHERE id BETWEEN {needle} AND {needle + 9}", token)),
        ];
    }

    private async Task<double> TimeAsync(string query, CancellationToken cancellationToken)
    {
        await using var session = engine.OpenSession();
        var watch = Stopwatch.StartNew();
        await using var statement = await session.PrepareAsync(query, cancellationToken);
        await using var result = await statement.ExecuteAsync(null, cancellationToken);
        await foreach (var batch in result.ReadBatchesAsync().WithCancellation(cancellationToken))
        {
            batch.Dispose();
        }

        return watch.Elapsed.TotalMilliseconds;
    }

    private Task<double> Time(string query, CancellationToken cancellationToken)
    {
        using var connection = database.Connect();
        var watch = Stopwatch.StartNew();
        connection.Query(query, cancellationToken).Dispose();
        return Task.FromResult(watch.Elapsed.TotalMilliseconds);
    }

    private static string Files(IEnumerable<string> paths) => $"read_parquet([{string.Join(", ", paths.Select(p => $"'{p}'"))}])";
}
