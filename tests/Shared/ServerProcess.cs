using System.Diagnostics;
using System.Globalization;

namespace PostModern.Testing;

/// <summary>A server with an empty warehouse in a process of its own, whose memory, handles and processor time are nobody else's.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly DirectoryInfo _warehouse;

    private ServerProcess(Process process, DirectoryInfo warehouse, Uri endpoint)
    {
        _process = process;
        _warehouse = warehouse;
        Endpoint = endpoint;
    }

    /// <summary>Where it listens.</summary>
    public Uri Endpoint { get; }

    /// <summary>Open files, sockets and pipes.</summary>
    public int Handles => Directory.GetFileSystemEntries($"/proc/{_process.Id}/fd").Length;

    public int Threads => (int)ReadStatus("Threads:");

    /// <summary>Resident memory, in bytes.</summary>
    public long Memory => ReadStatus("VmRSS:") * 1024;

    /// <summary>Its highest resident memory so far, in bytes: what the kernel saw, not what samples caught.</summary>
    public long PeakMemory => ReadStatus("VmHWM:") * 1024;

    /// <summary>All processors' time that it has used so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Starts a server and waits until it listens.</summary>
    /// <param name="arguments">More arguments of <c>serve</c>.</param>
    /// <param name="environment">More variables of its environment.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    public static async Task<ServerProcess> StartAsync(
        IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken)
    {
        var warehouse = Directory.CreateTempSubdirectory("postmodern-process-");
        var start = new ProcessStartInfo(
            Path.Combine(AppContext.BaseDirectory, "postmodern"), ["serve", "--port", "0", "--warehouse", warehouse.FullName, .. arguments])
        {
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        var line = await process.StandardOutput.ReadLineAsync(cancellationToken) ?? throw new InvalidOperationException("The server ended at once.");
        var endpoint = line.Split(' ').First(word => word.StartsWith("http", StringComparison.Ordinal)).TrimEnd(',');
        return new ServerProcess(process, warehouse, new Uri(endpoint));
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        _warehouse.Delete(recursive: true);
    }

    private long ReadStatus(string name)
    {
        var line = File.ReadLines($"/proc/{_process.Id}/status").First(l => l.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
