using System.CommandLine;
using System.Reflection;
using PostModern.Data;
using PostModern.Engine;
using PostModern.Engine.Sql;
using PostModern.Server;
using Spectre.Console;

namespace PostModern.Cli;

/// <summary><c>postmodern demo</c>: the script of <c>samples/demo.sql</c>, sent to a fresh server over Flight SQL.</summary>
internal static class DemoCommand
{
    public static Command Create()
    {
        var keep = new Option<bool>("--keep") { Description = "Leave the server running afterwards, to connect to it." };
        var port = new Option<int>("--port", "-p") { Description = "The port to listen on; 0 takes a free one.", DefaultValueFactory = _ => 0 };
        var command = new Command("demo", "Describe pictures in SQL, keep the answers as a versioned dataset, and look back in time.") { keep, port };
        command.SetAction((parsed, cancellation) => RunAsync(parsed.GetValue(keep), parsed.GetValue(port), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(bool keep, int port, CancellationToken cancellation)
    {
        var files = FindSamples();
        if (files is null)
        {
            await Console.Error.WriteLineAsync("samples/media was not found. Run the demo inside the project's folder; the build puts the pictures there.");
            return 1;
        }

        var warehouse = Directory.CreateTempSubdirectory("postmodern-demo-");
        try
        {
            var engine = new EngineOptions { Warehouse = warehouse.FullName, FilesRoot = files };
            await using var server = await PostModernServer.StartAsync(new ServerOptions { Port = port, Engine = engine }, cancellation);
            AnsiConsole.MarkupLine($"[bold]PostModern listens on {server.Endpoint}; everything below goes through the ADO.NET provider over Flight SQL.[/]");
            await PlayAsync(server, cancellation);
            if (keep)
            {
                PrintHowToConnect(server);
                await Shutdown.WaitAsync(cancellation);
            }

            return 0;
        }
        finally
        {
            warehouse.Delete(recursive: true);
        }
    }

    private static async Task PlayAsync(PostModernServer server, CancellationToken cancellation)
    {
        await using var connection = new PostModernConnection($"Host=127.0.0.1;Port={server.Port}");
        await connection.OpenAsync(cancellation);
        var seen = new Dictionary<string, (TimeSpan Time, long ModelCalls)>();
        foreach (var (leading, statement) in SqlScript.Split(ReadScript()))
        {
            AnsiConsole.WriteLine();
            AnsiConsole.MarkupLine($"[bold]{Markup.Escape(leading.Replace("-- ", "", StringComparison.Ordinal).Trim())}[/]");
            AnsiConsole.MarkupLine($"[teal]{Markup.Escape(statement)};[/]");
            var cost = await StatementPrinter.RunAsync(connection, statement, cancellation);
            if (!seen.TryAdd(statement, cost))
            {
                var first = seen[statement];
                AnsiConsole.MarkupLine(
                    $"[bold]The same statement: {first.Time.TotalMilliseconds:N0} ms with {first.ModelCalls} model calls, "
                    + $"now {cost.Time.TotalMilliseconds:N0} ms with {cost.ModelCalls}.[/]");
            }
        }
    }

    private static string ReadScript()
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream("demo.sql")!);
        return reader.ReadToEnd();
    }

    /// <summary>The nearest folder with samples/media, from the working directory or the program upwards.</summary>
    private static string? FindSamples() =>
        new[] { Environment.CurrentDirectory, AppContext.BaseDirectory }
            .SelectMany(Ancestors)
            .FirstOrDefault(folder => Directory.Exists(Path.Combine(folder, "samples", "media")));

    private static IEnumerable<string> Ancestors(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            yield return at.FullName;
        }
    }

    private static void PrintHowToConnect(PostModernServer server)
    {
        AnsiConsole.WriteLine();
        AnsiConsole.MarkupLine("[bold]The server goes on running. Connect to it, and stop it with Ctrl+C:[/]");
        Console.WriteLine($"  postmodern sql --connect 127.0.0.1:{server.Port} \"FROM catalog\"");
        Console.WriteLine($"  .NET    new PostModernConnection(\"Host=127.0.0.1;Port={server.Port}\")");
        Console.WriteLine($"  JDBC    jdbc:arrow-flight-sql://127.0.0.1:{server.Port}?useEncryption=false");
        Console.WriteLine($"  Python  adbc_driver_flightsql.dbapi.connect(\"grpc://127.0.0.1:{server.Port}\")");
    }
}
