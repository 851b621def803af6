using PostModern.Data;
using PostModern.Testing;

namespace PostModern.Benchmarks.Skeleton;

/// <summary>What a server needs to stream a long result.</summary>
internal static class StreamMemory
{
    /// <summary>Streams a query's rows to a client and returns the server's highest resident memory, in MB.</summary>
    /// <param name="sql">A query.</param>
    /// <param name="rows">The rows that it must give.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<double> PeakAsync(string sql, long rows, CancellationToken cancellationToken)
    {
        await using var server = await ServerProcess.StartAsync([], new Dictionary<string, string>(), cancellationToken);
        await using var connection = new PostModernConnection($"Host={server.Endpoint.Host};Port={server.Endpoint.Port}");
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        long count = 0;
        while (await reader.ReadAsync(cancellationToken))
        {
            count++;
        }

        return count == rows ? server.PeakMemory / 1e6 : throw new InvalidOperationException($"{count} rows instead of {rows}.");
    }
}
