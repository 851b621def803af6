using System.Diagnostics;
using System.Globalization;

namespace PostModern.Tests.Server.Stress;

/// <summary>A server in a process of its own, whose memory and handles are nobody else's.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly DirectoryInfo _folder;

    private ServerProcess(Process process, DirectoryInfo folder, Uri endpoint)
    {
        _process = process;
        _folder = folder;
        Endpoint = endpoint;
    }

    public Uri Endpoint { get; }

    /// <summary>Open files, sockets and pipes.</summary>
    public int Handles => Directory.GetFileSystemEntries($"/proc/{_process.Id}/fd").Length;

    public int Threads => (int)ReadStatus("Threads:");

    /// <summary>Resident memory, in MB (2²⁰ bytes).</summary>
    public long Memory => ReadStatus("VmRSS:") / 1024;

    public static async Task<ServerProcess> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("postmodern-stress-");
        var start = new ProcessStartInfo(
            Path.Combine(AppContext.BaseDirectory, "postmodern"), ["serve", "--port", "0", "--threads", "2", "--warehouse", folder.FullName])
        {
            RedirectStandardOutput = true,
        };

        // glibc keeps an arena a thread, and freed memory in each: with two of them, memory that is free is soon memory that is used again.
        start.Environment["MALLOC_ARENA_MAX"] = "2";
        var process = Process.Start(start)!;
        var line = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The server ended at once.");
        var address = line.Split(' ').First(word => word.StartsWith("http", StringComparison.Ordinal)).TrimEnd(',');
        return new ServerProcess(process, folder, new Uri(address));
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private long ReadStatus(string name)
    {
        var line = File.ReadLines($"/proc/{_process.Id}/status").First(l => l.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
