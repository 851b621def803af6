using System.CommandLine;
using PostModern.Server;

namespace PostModern.Cli;

/// <summary><c>postmodern serve</c>: a server until Ctrl+C.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var arguments = new ServerArguments();
        var security = new SecurityArguments();
        var command = new Command("serve", "Start a Flight SQL server.");
        arguments.AddTo(command);
        security.AddTo(command);
        command.SetAction((parsed, cancellation) => RunAsync(security.Apply(parsed, arguments.Read(parsed)), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(ServerOptions options, CancellationToken cancellation)
    {
        await using var server = await PostModernServer.StartAsync(options, cancellation);
        Console.WriteLine($"PostModern listens on {server.Endpoint}, datasets in {options.Engine.Warehouse}. Ctrl+C stops it.");
        if (!server.Endpoint.IsLoopback)
        {
            await WarnAsync(options, server.Endpoint);
        }

        await Shutdown.WaitAsync(cancellation);
        return 0;
    }

    private static async Task WarnAsync(ServerOptions options, Uri endpoint)
    {
        if (!options.WantsLogin)
        {
            await Console.Error.WriteLineAsync(
                $"Warning: no login is needed: whoever reaches {endpoint} may run SQL and read files. See --users.");
        }
        else if (options.Tls is null)
        {
            await Console.Error.WriteLineAsync($"Warning: passwords and data travel to {endpoint} unencrypted. See --tls-cert.");
        }
    }
}
