using PostModern.Data;

namespace PostModern.Samples;

/// <summary>Progress: how far a long statement is.</summary>
internal static class ProgressSample
{
    public static async Task RunAsync(string connectionString, TextWriter output)
    {
        await using var connection = new PostModernConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new PostModernCommand("SELECT count(*) FROM range(3000000) a(i) WHERE list_sum(range(i % 20)) > 50", connection)
        {
            Progress = new Printer(output),
        };
        await output.WriteLineAsync($"Result: {await command.ExecuteScalarAsync()}");
    }

    // System.Progress<double> posts to the thread that made it, as a window wants; a console prints at once.
    private sealed class Printer(TextWriter output) : IProgress<double>
    {
        public void Report(double value) => output.WriteLine($"{value:P0}");
    }
}
