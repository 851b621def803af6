using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using PostModern.Testing;

namespace PostModern.Tests.Engine;

/// <summary>A long statement over models is killed on its way, and run again.</summary>
public sealed partial class ResumeTests : IDisposable
{
    private const int Pictures = 48;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("postmodern-resume-");

    [SlowFact]
    public async Task A_killed_statement_costs_only_what_was_missing_when_it_is_run_again()
    {
        CopyPictures();
        using (var killed = Start())
        {
            while (!killed.HasExited && CountAnswers() < Pictures / 3)
            {
                await Task.Delay(20);
            }

            killed.Kill();
            await killed.WaitForExitAsync();
        }

        var kept = CountAnswers();
        Assert.InRange(kept, Pictures / 3, Pictures - 1);
        Assert.False(Directory.Exists(Path.Combine(Warehouse, "main", "described")));
        using var again = Start();
        var output = await again.StandardOutput.ReadToEndAsync();
        await again.WaitForExitAsync();

        var calls = Counts().Match(output);
        Assert.True(calls.Success, output);
        Assert.Equal((Pictures - kept, kept), (Number(calls, 1), Number(calls, 2)));
        await using var engine = await PostModern.Engine.QueryEngine.OpenAsync(new() { Warehouse = Warehouse }, default);
        await using var session = engine.OpenSession();
        Assert.Equal([$"1|{Pictures}"], await session.RunAsync("SELECT version, rows FROM pm.versions('described')"));
        Assert.Equal([$"{Pictures}"], await session.RunAsync("SELECT count(caption) FROM described"));
        await session.RunAsync("SET pm.retention_check = 'off'");
        Assert.Empty(await session.RunAsync("VACUUM described RETAIN 0 HOURS DRY RUN"));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string Warehouse => Path.Combine(_folder.FullName, "warehouse");

    [GeneratedRegex(@"(\d+) model calls?, (\d+) from the cache")]
    private static partial Regex Counts();

    private static int Number(Match match, int group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    private void CopyPictures()
    {
        var photos = Directory.GetFiles(Path.Combine(Repository.Root, "samples", "media", "photos"), "*.jpg");
        var pictures = _folder.CreateSubdirectory("pictures").FullName;
        for (var i = 0; i < Pictures; i++)
        {
            var copy = Path.Combine(pictures, $"{i}.jpg");
            File.Copy(photos[i % photos.Length], copy);

            // Another object each, whatever is in it.
            File.SetLastWriteTimeUtc(copy, DateTime.UnixEpoch.AddDays(i));
        }
    }

    private Process Start() => Process.Start(new ProcessStartInfo(
        Path.Combine(AppContext.BaseDirectory, "postmodern"),
        [
            "sql", "CREATE TABLE described AS SELECT name, caption(obj) AS caption FROM files('pictures/*.jpg')",
            "--warehouse", Warehouse, "--files", _folder.FullName, "--port", "0", "--threads", "1",
        ])
    {
        RedirectStandardOutput = true,
    })!;

    /// <summary>What the inference cache holds, as another process sees it.</summary>
    private int CountAnswers()
    {
        var file = Path.Combine(Warehouse, ".cache", "inference-2.db");
        if (!File.Exists(file))
        {
            return 0;
        }

        using var cache = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=False");
        try
        {
            cache.Open();
            using var command = cache.CreateCommand();
            command.CommandText = "SELECT count(*) FROM entries";
            return Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
        }
        catch (SqliteException)
        {
            // It is only being made.
            return 0;
        }
    }
}
