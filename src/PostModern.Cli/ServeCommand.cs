using System.CommandLine;
using PostModern.Server;

namespace PostModern.Cli;

/// <summary><c>postmodern serve</c>: a server until Ctrl+C.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var arguments = new ServerArguments();
        var command = new Command("serve", "Start a Flight SQL server.");
        arguments.AddTo(command);
        command.SetAction((parsed, cancellation) => RunAsync(arguments.Read(parsed), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(ServerOptions options, CancellationToken cancellation)
    {
        await using var server = await PostModernServer.StartAsync(options, cancellation);
        Console.WriteLine($"PostModern listens on {server.Endpoint}, datasets in {options.Engine.Warehouse}. Ctrl+C stops it.");
        if (!server.Endpoint.IsLoopback)
        {
            await Console.Error.WriteLineAsync($"Warning: there are no logins yet: whoever reaches {server.Endpoint} may run SQL and read files.");
        }

        await Shutdown.WaitAsync(cancellation);
        return 0;
    }
}
