using PostModern.Data;
using PostModern.Testing;

namespace PostModern.Benchmarks.Objects;

/// <summary>What a server needs to list a folder with very many files.</summary>
internal static class FolderMemory
{
    /// <summary>Lists a folder to a client and returns how far the server's resident memory rose above that of the idle server, in MB.</summary>
    /// <param name="folder">A folder whose files are empty; filled if it isn't.</param>
    /// <param name="files">How many it has.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<double> RiseAsync(string folder, int files, CancellationToken cancellationToken)
    {
        Fill(folder, files);
        await using var server = await ServerProcess.StartAsync([], new Dictionary<string, string>(), cancellationToken);
        await using var connection = new PostModernConnection($"Host={server.Endpoint.Host};Port={server.Endpoint.Port}");
        await connection.OpenAsync(cancellationToken);

        // Idle is a server that has served: what a first statement loads isn't the listing's.
        await CountAsync(connection, $"SELECT path, size, obj FROM files('{folder}/**') LIMIT 1", cancellationToken);
        var idle = server.Memory;
        var rows = await CountAsync(connection, $"SELECT path, size, obj FROM files('{folder}/**')", cancellationToken);
        return rows == files ? (server.PeakMemory - idle) / 1e6 : throw new InvalidOperationException($"{rows} rows instead of {files}.");
    }

    private static void Fill(string folder, int files)
    {
        if (Directory.Exists(folder))
        {
            return;
        }

        Directory.CreateDirectory(folder);
        for (var i = 0; i < files; i++)
        {
            File.Create(Path.Combine(folder, $"photo-{i:D7}.jpg")).Dispose();
        }
    }

    private static async Task<long> CountAsync(PostModernConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        long count = 0;
        while (await reader.ReadAsync(cancellationToken))
        {
            count++;
        }

        return count;
    }
}
