using PostModern.Data;

namespace PostModern.Samples;

/// <summary>ExecuteArrowAsync: columns as they arrive, in the memory that they were received in, for code that computes on whole columns.</summary>
internal static class ArrowSample
{
    public static async Task RunAsync(string connectionString, TextWriter output)
    {
        await using var connection = new PostModernConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new PostModernCommand("SELECT range::DOUBLE AS x, 'row ' || range AS name FROM range(1000000)", connection);
        var (rows, sum) = (0, 0.0);
        await foreach (var batch in command.ExecuteArrowAsync())
        {
            // The batch is ours: its spans are valid until it is disposed.
            using (batch)
            {
                rows += batch.Length;
                foreach (var value in batch.Columns[0].Values<double>())
                {
                    sum += value;
                }
            }
        }

        await output.WriteLineAsync($"{rows} rows, {sum}");
    }
}
