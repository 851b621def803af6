using System.CommandLine;
using PostModern.Data;
using PostModern.Engine.Sql;
using PostModern.Server;

namespace PostModern.Cli;

/// <summary><c>postmodern sql "…"</c>: runs statements on a running server, or on one of its own.</summary>
internal static class SqlCommand
{
    public static Command Create()
    {
        var text = new Argument<string?>("statement") { Description = "The SQL to run; several statements are separated by ;.", Arity = ArgumentArity.ZeroOrOne };
        var file = new Option<FileInfo?>("--file", "-f") { Description = "A file of statements to run." };
        var connect = new Option<string?>("--connect", "-c")
        {
            Description = "A running server, as host:port or as a connection string. Without it, one is started for these statements.",
        };
        var arguments = new ServerArguments();
        var command = new Command("sql", "Run SQL and print the results.") { text, file, connect };
        arguments.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var script = parsed.GetValue(file) is { } path ? await File.ReadAllTextAsync(path.FullName, cancellation)
                : parsed.GetValue(text) is null && Console.IsInputRedirected ? await Console.In.ReadToEndAsync(cancellation)
                : parsed.GetValue(text);
            if (string.IsNullOrWhiteSpace(script))
            {
                await Console.Error.WriteLineAsync("Nothing to run: give a statement, a file with --file, or text on standard input.");
                return 2;
            }

            return parsed.GetValue(connect) is { } address
                ? await RunAsync(ConnectionString(address), script, cancellation)
                : await RunOnOwnServerAsync(arguments.Read(parsed, port: 0), script, cancellation);
        });
        return command;
    }

    /// <summary>host:port, or a whole connection string.</summary>
    internal static string ConnectionString(string address) =>
        address.Contains('=', StringComparison.Ordinal) ? address
        : address.Split(':') is [var host, var port] ? $"Host={host};Port={port}"
        : $"Host={address};Port={ServerArguments.DefaultPort}";

    private static async Task<int> RunOnOwnServerAsync(ServerOptions options, string script, CancellationToken cancellation)
    {
        await using var server = await PostModernServer.StartAsync(options, cancellation);
        return await RunAsync($"Host=127.0.0.1;Port={server.Port}", script, cancellation);
    }

    private static async Task<int> RunAsync(string connectionString, string script, CancellationToken cancellation)
    {
        // The process ends here, and the server needn't keep the session for another connection.
        var settings = new PostModernConnectionStringBuilder(connectionString) { Pooling = false };
        await using var connection = new PostModernConnection(settings.ConnectionString);
        await connection.OpenAsync(cancellation);
        foreach (var (_, statement) in SqlScript.Split(script))
        {
            await StatementPrinter.RunAsync(connection, statement, cancellation);
        }

        return 0;
    }
}
