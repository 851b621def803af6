using System.Diagnostics;
using System.Globalization;
using PostModern.Data;

namespace PostModern.Benchmarks.Skeleton;

/// <summary>A server in a process of its own, so that its memory and its processor time can be told from the client's.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private const double KibibytesPerMegabyte = 1e6 / 1024;

    private readonly Process _process;
    private readonly DirectoryInfo _warehouse;

    private ServerProcess(Process process, DirectoryInfo warehouse, Uri address)
    {
        _process = process;
        _warehouse = warehouse;
        Address = address;
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>All processors' time that it has used so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Its highest resident memory so far, in MB.</summary>
    /// <remarks><c>VmHWM</c> of <c>/proc/…/status</c>: what the kernel saw, not what samples caught.</remarks>
    public double PeakMemory
    {
        get
        {
            var line = File.ReadLines($"/proc/{_process.Id}/status").First(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
            return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) / KibibytesPerMegabyte;
        }
    }

    /// <summary>Starts a server with an empty warehouse and waits until it listens.</summary>
    public static async Task<ServerProcess> StartAsync(CancellationToken cancellationToken)
    {
        var warehouse = Directory.CreateTempSubdirectory("postmodern-bench-");
        var process = Process.Start(
            new ProcessStartInfo(
                Path.Combine(AppContext.BaseDirectory, "postmodern"), ["serve", "--port", "0", "--warehouse", warehouse.FullName])
            {
                RedirectStandardOutput = true,
            })!;
        return new ServerProcess(process, warehouse, await ReadAddressAsync(process, cancellationToken));
    }

    /// <summary>Streams a query's rows to a client and returns the server's highest resident memory, in MB.</summary>
    /// <param name="sql">A query.</param>
    /// <param name="rows">The rows that it must give.</param>
    public static async Task<double> PeakMemoryAsync(string sql, long rows, CancellationToken cancellationToken)
    {
        await using var server = await StartAsync(cancellationToken);
        await using var connection = new PostModernConnection($"Host={server.Address.Host};Port={server.Address.Port}");
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        long count = 0;
        while (await reader.ReadAsync(cancellationToken))
        {
            count++;
        }

        return count == rows ? server.PeakMemory : throw new InvalidOperationException($"{count} rows instead of {rows}.");
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        _warehouse.Delete(recursive: true);
    }

    private static async Task<Uri> ReadAddressAsync(Process process, CancellationToken cancellationToken)
    {
        var line = await process.StandardOutput.ReadLineAsync(cancellationToken) ?? throw new InvalidOperationException("The server ended at once.");
        return new Uri(line.Split(' ').First(word => word.StartsWith("http", StringComparison.Ordinal)).TrimEnd(','));
    }
}
