using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace PostModern.Testing;

/// <summary>A PostgreSQL of its own in a temporary folder, on loopback, gone with this object.</summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    private const string BinFolder = "/usr/lib/postgresql/15/bin";
    private static readonly TimeSpan s_startTime = TimeSpan.FromSeconds(15);

    private readonly DirectoryInfo _folder;
    private readonly Process _process;

    private PostgresServer(DirectoryInfo folder, Process process, int port)
    {
        _folder = folder;
        _process = process;
        ConnectionString = $"Host=127.0.0.1;Port={port};Username=postgres;Database=postgres;SSL Mode=Disable;GSS Encryption Mode=Disable";
    }

    /// <summary>Whether Debian's package is there, and setpriv: the server refuses to run as root.</summary>
    public static bool IsInstalled => File.Exists(Path.Combine(BinFolder, "initdb")) && File.Exists("/usr/bin/setpriv");

    public string ConnectionString { get; }

    public static async Task<PostgresServer> StartAsync(CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("postmodern-postgres-");
        var data = Path.Combine(folder.FullName, "data");
        if (Environment.IsPrivilegedProcess)
        {
            await RunAsync(Process.Start("chown", ["postgres", folder.FullName]), cancellationToken);
        }

        await RunAsync(Start("initdb", "-D", data, "-A", "trust", "-U", "postgres", "--no-sync", "--no-locale", "-E", "UTF8"), cancellationToken);
        var port = FreePort();
        var process = Start(
            "postgres", "-D", data, "-p", $"{port}", "-c", "listen_addresses=127.0.0.1", "-c", $"unix_socket_directories={folder.FullName}");
        var server = new PostgresServer(folder, process, port);
        await server.WaitAsync(cancellationToken);
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        // The server takes its children with it.
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    /// <summary>Starts one of PostgreSQL's programs under its own account when we are root; setpriv replaces itself, so the process is the program.</summary>
    private static Process Start(string program, params string[] arguments)
    {
        var path = Path.Combine(BinFolder, program);
        string[] words = Environment.IsPrivilegedProcess
            ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", path, .. arguments]
            : [path, .. arguments];
        return Process.Start(new ProcessStartInfo(words[0], words[1..]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
    }

    private static async Task RunAsync(Process process, CancellationToken cancellationToken)
    {
        using (process)
        {
            await process.WaitForExitAsync(cancellationToken);
            if (process.ExitCode != 0)
            {
                throw new InvalidOperationException($"{process.StartInfo.FileName} failed: it ended with {process.ExitCode}.");
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        var started = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await using var connection = new NpgsqlConnection(ConnectionString);
                await connection.OpenAsync(cancellationToken);
                return;
            }
            catch (NpgsqlException) when (started.Elapsed < s_startTime)
            {
                await Task.Delay(100, cancellationToken);
            }
        }
    }
}
