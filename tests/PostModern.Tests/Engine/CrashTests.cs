using System.Diagnostics;
using System.Globalization;
using PostModern.Testing;

namespace PostModern.Tests.Engine;

/// <summary>The process is killed while it commits, again and again, on one warehouse.</summary>
public sealed class CrashTests : IDisposable
{
    private const int Statements = 400;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("postmodern-crash-");

    /// <summary>200 with PM_NIGHTLY=1.</summary>
    private static int Kills { get; } = Environment.GetEnvironmentVariable("PM_NIGHTLY") == "1" ? 200 : 3;

    [SlowFact]
    public async Task No_committed_row_is_lost_and_no_other_is_seen()
    {
        var random = new Random(7);
        var acknowledged = new HashSet<long>();
        Assert.Equal(2, await RunAsync(["CREATE TABLE ledger (id BIGINT, half VARCHAR)", "SELECT 1"], lines: 2, killAfter: null));
        for (var kill = 0; kill < Kills; kill++)
        {
            var first = (long)kill * Statements;
            var inserts = Enumerable.Range(0, Statements).Select(i => $"INSERT INTO ledger VALUES ({first + i}, 'debit'), ({first + i}, 'credit')");
            var answered = await RunAsync(inserts, lines: 1 + random.Next(20), TimeSpan.FromMicroseconds(random.Next(20_000)));
            acknowledged.UnionWith(Enumerable.Range(0, answered).Select(i => first + i));
        }

        await using var engine = await PostModern.Engine.QueryEngine.OpenAsync(new() { Warehouse = Warehouse }, default);
        await using var session = engine.OpenSession();
        var found = await session.RunAsync("SELECT id, string_agg(half, '+' ORDER BY half) FROM ledger GROUP BY id");
        Assert.All(found, row => Assert.EndsWith("|credit+debit", row, StringComparison.Ordinal));
        var ids = found.Select(row => long.Parse(row.Split('|')[0], CultureInfo.InvariantCulture)).ToHashSet();
        Assert.Superset(acknowledged, ids);
        Assert.True(ids.Count <= acknowledged.Count + Kills, $"{ids.Count} rows, of which {acknowledged.Count} were acknowledged.");
        Assert.Equal(["True"], await session.RunAsync("SELECT count(*) = max(version) FROM pm.versions('ledger')"));
        await session.RunAsync("INSERT INTO ledger VALUES (-1, 'next')");
        Assert.Equal(["1"], await session.RunAsync("SELECT count(*) FROM ledger WHERE id = -1"));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string Warehouse => Path.Combine(_folder.FullName, "warehouse");

    /// <summary>Runs statements in a process of their own, and kills it some time after it has answered some of them.</summary>
    /// <returns>How many it had answered by its end.</returns>
    private async Task<int> RunAsync(IEnumerable<string> statements, int lines, TimeSpan? killAfter)
    {
        var script = Path.Combine(_folder.FullName, "script.sql");
        await File.WriteAllLinesAsync(script, statements.Select(s => s + ";"));
        using var process = Process.Start(new ProcessStartInfo(
            Path.Combine(AppContext.BaseDirectory, "postmodern"), ["sql", "--file", script, "--warehouse", Warehouse, "--port", "0"])
        {
            RedirectStandardOutput = true,
        })!;
        var answered = 0;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            answered += line.Contains(" changed · ", StringComparison.Ordinal) || line.Contains(" row · ", StringComparison.Ordinal) ? 1 : 0;
            if (answered == lines && killAfter is { } delay && !process.HasExited)
            {
                await Task.Delay(delay);
                process.Kill();
                killAfter = null;
            }
        }

        await process.WaitForExitAsync();
        return answered;
    }
}
