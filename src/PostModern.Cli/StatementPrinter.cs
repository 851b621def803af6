using System.Diagnostics;
using PostModern.Data;
using Spectre.Console;

namespace PostModern.Cli;

/// <summary>Runs a statement and prints its rows as a table, with what it cost.</summary>
internal static class StatementPrinter
{
    private const int MostRows = 200;

    /// <returns>The time from sending the statement to its last row, and the number of rows that models computed.</returns>
    public static async Task<(TimeSpan Time, long ModelCalls)> RunAsync(
        PostModernConnection connection, string statement, CancellationToken cancellation)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = statement;
        var watch = Stopwatch.StartNew();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var table = new Table().Border(TableBorder.Rounded);
        for (var i = 0; i < reader.FieldCount; i++)
        {
            table.AddColumn(new TableColumn(Markup.Escape(reader.GetName(i))));
        }

        long rows = 0;
        while (await reader.ReadAsync(cancellation))
        {
            if (rows++ < MostRows)
            {
                table.AddRow([.. Enumerable.Range(0, reader.FieldCount).Select(i => new Text(ValueText.Format(reader.GetValue(i))))]);
            }
        }

        watch.Stop();
        if (reader.FieldCount > 0)
        {
            AnsiConsole.Write(table);
        }

        PrintCost(reader, rows, watch.Elapsed);
        return (watch.Elapsed, reader.Statistics?.ModelCalls ?? 0);
    }

    private static void PrintCost(PostModernDataReader reader, long rows, TimeSpan time)
    {
        var parts = new List<string> { reader.FieldCount > 0 ? Count(rows, "row") : reader.RecordsAffected >= 0 ? Count(reader.RecordsAffected, "row") + " changed" : "done" };
        if (rows > MostRows)
        {
            parts.Add($"the first {MostRows} shown");
        }

        parts.Add($"{time.TotalMilliseconds:N0} ms");
        if (reader.Statistics is { } cost && (cost.ModelCalls > 0 || cost.CacheHits > 0))
        {
            parts.Add($"{Count(cost.ModelCalls, "model call")}, {cost.CacheHits} from the cache");
        }

        AnsiConsole.MarkupLine($"[grey]{Markup.Escape(string.Join(" · ", parts))}[/]");
        foreach (var warning in reader.Statistics?.Warnings ?? [])
        {
            AnsiConsole.MarkupLine($"[yellow]{Markup.Escape(warning)}[/]");
        }
    }

    private static string Count(long number, string noun) => $"{number} {noun}{(number == 1 ? "" : "s")}";
}
