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
        // Another place each time: what was found out for one filter says nothing of the next.
        var random = new Random(1);
        string Filter()
        {
            var first = (random.Next(thousands.Count) * 100L) + 40;
            return $"WHERE id BETWEEN {first} AND {first + 9}";
        }

        return
        [
            new Measure(
                "read-old-version", "ms", Direction.LessIsBetter, 1,
                token => TimeAsync($"{Sums} FROM hundred VERSION AS OF 2", token),
                async token => (Share * await Time($"{Sums} FROM {Files(hundred)}", token)) + Finding),
            new Measure(
                "filter-ten-thousand-files", "ms", Direction.LessIsBetter, 20,
                token => TimeAsync($"{Sums} FROM thousands {Filter()}", token),
                token => Time($"{Sums} FROM {Files(thousands)} {Filter()}", token)),
            await InsertedOneByOneAsync(smoke ? 5 : 100, cancellationToken),
        ];
    }

    /// <summary>Rows that came one by one and were put together, beside the same rows that came at once.</summary>
    private async Task<Measure> InsertedOneByOneAsync(int rows, CancellationToken cancellationToken)
    {
        await TimeAsync("CREATE TABLE singles (id BIGINT, name VARCHAR)", cancellationToken);
        for (var i = 0; i < rows; i++)
        {
            await TimeAsync($"INSERT INTO singles VALUES ({i}, 'name {i}')", cancellationToken);
        }

        await TimeAsync("OPTIMIZE singles", cancellationToken);
        await TimeAsync("CREATE TABLE whole AS FROM singles", cancellationToken);
        return new Measure(
            "read-optimized", "ms", Direction.LessIsBetter, 0.9,
            token => ManyTimesAsync("SELECT count(*), max(name) FROM singles", token),
            token => ManyTimesAsync("SELECT count(*), max(name) FROM whole", token));
    }

    /// <summary>The median of many: one read takes no longer than the clock's noise.</summary>
    private async Task<double> ManyTimesAsync(string query, CancellationToken cancellationToken)
    {
        const int times = 51;
        var all = new List<double>();
        for (var i = 0; i < times; i++)
        {
            all.Add(await TimeAsync(query, cancellationToken));
        }

        all.Sort();
        return all[times / 2];
    }

    private async Task<double> TimeAsync(string query, CancellationToken cancellationToken)
    {
        await using var session = engine.OpenSession();
        var watch = Stopwatch.StartNew();
        // As the wire does it: what GetFlightInfo has planned, DoGet runs.
        await using var statement = (await session.PrepareAsync(query, cancellationToken)).Pinned();
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
