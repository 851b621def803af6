using PostModern.Data;

namespace PostModern.Samples;

/// <summary>OBJECT: references to files and objects in buckets as records, and their bytes as streams through the server.</summary>
internal static class ObjectSample
{
    public static async Task RunAsync(string connectionString, TextWriter output)
    {
        await using var connection = new PostModernConnection(connectionString);
        await connection.OpenAsync();
        var photos = new List<PostModernObject>();
        await using (var command = new PostModernCommand("SELECT obj FROM files('samples/media/photos/*.jpg') ORDER BY name LIMIT 3", connection))
        {
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                photos.Add(reader.GetFieldValue<PostModernObject>(0));
            }
        }

        foreach (var photo in photos)
        {
            await using var stream = await photo.OpenReadAsync(connection);
            var start = new byte[3];
            await stream.ReadExactlyAsync(start);
            await output.WriteLineAsync($"{Path.GetFileName(photo.Uri)}: {photo.ContentType}, {photo.Size} bytes, begins with {Convert.ToHexString(start)}");
        }
    }
}
