using System.CommandLine;
using PostModern.Engine;
using PostModern.Engine.OpenLineage;
using PostModern.Server;

namespace PostModern.Cli;

/// <summary>The options that start a server, shared by the commands that do.</summary>
internal sealed class ServerArguments
{
    /// <summary>The port that Flight SQL servers commonly listen on.</summary>
    public const int DefaultPort = 31337;

    public Option<DirectoryInfo> Warehouse { get; } = new("--warehouse", "-w")
    {
        Description = "The folder of the datasets; made when missing.",
        DefaultValueFactory = _ => new DirectoryInfo("warehouse"),
    };

    public Option<DirectoryInfo?> Files { get; } = new("--files")
    {
        Description = "Where relative patterns of files('…') start; by default the working directory.",
    };

    public Option<string> Host { get; } = new("--host")
    {
        Description = "The address to listen on.",
        DefaultValueFactory = _ => "127.0.0.1",
    };

    public Option<int> Port { get; } = new("--port", "-p")
    {
        Description = "The port to listen on; 0 takes a free one.",
        DefaultValueFactory = _ => DefaultPort,
    };

    public Option<int?> Threads { get; } = new("--threads")
    {
        Description = "Threads for queries and models; by default all cores.",
    };

    public Option<string?> OpenLineage { get; } = new("--openlineage-url")
    {
        Description = "Where to tell of the versions that statements make, as OpenLineage events; by default OPENLINEAGE_URL, if it is set.",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(Warehouse);
        command.Options.Add(Files);
        command.Options.Add(Host);
        command.Options.Add(Port);
        command.Options.Add(Threads);
        command.Options.Add(OpenLineage);
    }

    /// <param name="arguments">The command line.</param>
    /// <param name="port">Overrides the port that the user gave.</param>
    public ServerOptions Read(ParseResult arguments, int? port = null) => new()
    {
        Host = arguments.GetValue(Host)!,
        Port = port ?? arguments.GetValue(Port),
        Engine = new EngineOptions
        {
            Warehouse = arguments.GetValue(Warehouse)!.FullName,
            FilesRoot = arguments.GetValue(Files)?.FullName ?? Environment.CurrentDirectory,
            Threads = arguments.GetValue(Threads),
            OpenLineage = OpenLineageOptions.Read(arguments.GetValue(OpenLineage)),
        },
    };
}
