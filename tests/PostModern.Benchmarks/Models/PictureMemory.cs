using PostModern.Data;
using PostModern.Models.Decoding;
using PostModern.Testing;

namespace PostModern.Benchmarks.Models;

/// <summary>What a server needs to look at very many large pictures.</summary>
internal static class PictureMemory
{
    private const int Across = 4000;
    private const int Down = 3000;

    /// <summary>Detects in pictures of twelve megapixels and returns how far the server's resident memory rose above that of the idle server, in MB.</summary>
    /// <param name="root">Where to put the pictures: one file under many names, each an object of its own.</param>
    /// <param name="count">How many.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<double> RiseAsync(string root, int count, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(root, "large");
        Fill(folder, count);
        await using var server = await ServerProcess.StartAsync([], new Dictionary<string, string>(), cancellationToken);
        await using var connection = new PostModernConnection($"Host={server.Endpoint.Host};Port={server.Endpoint.Port}");
        await connection.OpenAsync(cancellationToken);

        // Idle is a server that has served and has its model.
        await CountAsync(connection, $"SELECT detect(obj) FROM files('{Repository.Root}/samples/media/photos/zebra.jpg')", cancellationToken);
        var idle = server.Memory;
        var rows = await CountAsync(connection, $"SELECT detect(obj) FROM files('{folder}/*')", cancellationToken);
        return rows == count ? (server.PeakMemory - idle) / 1e6 : throw new InvalidOperationException($"{rows} rows instead of {count}.");
    }

    private static void Fill(string folder, int count)
    {
        if (Directory.Exists(folder))
        {
            return;
        }

        var first = folder + ".jpg";
        var photo = File.ReadAllBytes(Path.Combine(Repository.Root, "samples", "media", "photos", "zebra.jpg"));
        using (var large = ImageDecoder.Decode(photo, Across, Down, ImageFit.Stretch))
        {
            File.WriteAllBytes(first, VipsJpeg.Encode(large));
        }

        MediaFiles.Link([first], folder, count);
    }

    private static async Task<long> CountAsync(PostModernConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        (command.CommandText, command.CommandTimeout) = (sql, 0);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        long count = 0;
        while (await reader.ReadAsync(cancellationToken))
        {
            count += reader.IsDBNull(0) ? 0 : 1;
        }

        return count;
    }
}
