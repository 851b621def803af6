using System.Diagnostics;
using System.Globalization;
using PostModern.Data;

namespace PostModern.Benchmarks.Skeleton;

/// <summary>A server in a process of its own, so that its memory can be told from the client's.</summary>
internal static class ServerProcess
{
    private const double KibibytesPerMegabyte = 1e6 / 1024;

    /// <summary>Streams a query's rows to a client and returns the server's highest resident memory, in MB.</summary>
    /// <param name="sql">A query.</param>
    /// <param name="rows">The rows that it must give.</param>
    public static async Task<double> PeakMemoryAsync(string sql, long rows, CancellationToken cancellationToken)
    {
        var warehouse = Directory.CreateTempSubdirectory("postmodern-bench-");
        using var process = Start(warehouse.FullName);
        try
        {
            var address = await ReadAddressAsync(process, cancellationToken);
            await using var connection = new PostModernConnection($"Host={address.Host};Port={address.Port}");
            await connection.OpenAsync(cancellationToken);
            await using var command = connection.CreateCommand();
            command.CommandText = sql;
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            long count = 0;
            while (await reader.ReadAsync(cancellationToken))
            {
                count++;
            }

            return count == rows ? PeakMemory(process) : throw new InvalidOperationException($"{count} rows instead of {rows}.");
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
            warehouse.Delete(recursive: true);
        }
    }

    private static Process Start(string warehouse) => Process.Start(
        new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "postmodern"), ["serve", "--port", "0", "--warehouse", warehouse])
        {
            RedirectStandardOutput = true,
        })!;

    private static async Task<Uri> ReadAddressAsync(Process process, CancellationToken cancellationToken)
    {
        var line = await process.StandardOutput.ReadLineAsync(cancellationToken) ?? throw new InvalidOperationException("The server ended at once.");
        return new Uri(line.Split(' ').First(word => word.StartsWith("http", StringComparison.Ordinal)).TrimEnd(','));
    }

    /// <summary><c>VmHWM</c> of <c>/proc/…/status</c>: what the kernel saw, not what samples caught.</summary>
    private static double PeakMemory(Process process)
    {
        var line = File.ReadLines($"/proc/{process.Id}/status").First(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) / KibibytesPerMegabyte;
    }
}
