using System.Diagnostics;
using PostModern.Benchmarks.Frame;
using PostModern.DuckDb;
using PostModern.Engine;
using PostModern.Engine.Sessions;

namespace PostModern.Benchmarks.Datasets;

/// <summary>What a small commit costs beyond writing its Parquet file.</summary>
internal sealed class DatasetWrites(QueryEngine engine, Database database, DirectoryInfo folder)
{
    private const int Commits = 50;
    private const double MostMilliseconds = 10;

    public Measure Append() => Measure.Limit("append-beyond-parquet", "ms", MostMilliseconds, AppendAsync);

    private async Task<double> AppendAsync(CancellationToken cancellationToken)
    {
        await using var session = engine.OpenSession();
        await RunAsync(session, "CREATE OR REPLACE TABLE appended (id BIGINT, name VARCHAR)", cancellationToken);
        using var connection = database.Connect();
        var file = Path.Combine(folder.FullName, "appended.parquet");
        var (commits, files) = (new List<double>(), new List<double>());
        for (var i = 0; i < Commits; i++)
        {
            var watch = Stopwatch.StartNew();
            await RunAsync(session, $"INSERT INTO appended VALUES ({i}, 'name')", cancellationToken);
            commits.Add(watch.Elapsed.TotalMilliseconds);
            watch.Restart();
            connection.Query($"COPY (SELECT {i}::BIGINT AS id, 'name' AS name) TO '{file}' (FORMAT parquet)", cancellationToken).Dispose();
            files.Add(watch.Elapsed.TotalMilliseconds);
        }

        return commits.Order().ElementAt(Commits / 2) - files.Order().ElementAt(Commits / 2);
    }

    private static async Task RunAsync(Session session, string sql, CancellationToken cancellationToken)
    {
        await using var statement = await session.PrepareAsync(sql, cancellationToken);
        await using var result = await statement.ExecuteAsync(null, cancellationToken);
    }
}
