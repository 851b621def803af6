using PostModern.Data;

namespace PostModern.Samples;

/// <summary>PostModernBulkCopy: many objects, or the rows of any other database's reader, as one new version of a dataset.</summary>
internal static class BulkCopySample
{
    public static async Task RunAsync(string connectionString, TextWriter output)
    {
        await using var connection = new PostModernConnection(connectionString);
        await connection.OpenAsync();
        var copy = new PostModernBulkCopy(connection)
        {
            DestinationTableName = "sample_readings",
            Mode = PostModernBulkCopyMode.Replace,
        };
        var start = new DateTime(2026, 1, 1);
        var stored = await copy.WriteToServerAsync(Enumerable.Range(0, 200_000).Select(i => new Reading(i, $"sensor {i % 10}", i % 7 == 0 ? null : i / 3.0, start.AddSeconds(i))));
        await output.WriteLineAsync($"{stored} rows stored");

        // From another query, here as batches of columns; any DbDataReader will do.
        await using var from = new PostModernConnection(connectionString);
        await from.OpenAsync();
        await using var query = new PostModernCommand("SELECT sensor, avg(value) AS average FROM sample_readings GROUP BY sensor", from);
        var summary = new PostModernBulkCopy(connection) { DestinationTableName = "sample_averages", Mode = PostModernBulkCopyMode.Replace };
        summary.ColumnMappings.Add("sensor", "name");
        summary.ColumnMappings.Add("average", "mean");
        await output.WriteLineAsync($"{await summary.WriteToServerAsync(query.ExecuteArrowAsync())} averages stored");
    }

    private sealed record Reading(long Id, string Sensor, double? Value, DateTime At);
}
