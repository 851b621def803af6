using System.Security.Cryptography;
using PostModern.Arrow.Errors;
using PostModern.Data;

namespace PostModern.Tests.Data;

/// <summary>OBJECT as a record, and its bytes as a stream through the server.</summary>
[Collection(LocalServerCollection.Name)]
public sealed class ObjectTests(LocalServer server) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("postmodern-objects-");

    [Fact]
    public async Task An_object_is_a_record_and_goes_back_as_one()
    {
        await using var connection = await server.ConnectAsync();
        var path = await WriteAsync("a.txt", "hello"u8.ToArray());

        var found = await FindAsync(connection, path);

        Assert.Equal((5L, "text/plain"), (found.Size, found.ContentType));
        Assert.EndsWith("a.txt", found.Uri, StringComparison.Ordinal);
        Assert.NotNull(found.Etag);
        Assert.InRange(found.Modified!.Value, DateTimeOffset.UtcNow.AddMinutes(-10), DateTimeOffset.UtcNow.AddMinutes(10));
        Assert.Equal("hello", await connection.ScalarAsync("SELECT read_text(@it::OBJECT)", ("it", found)));
        await using var command = new PostModernCommand("SELECT @it::OBJECT, NULL::OBJECT", connection);
        command.Parameters.AddWithValue("it", found);
        await using var reader = await command.ExecuteReaderAsync();
        Assert.True(await reader.ReadAsync());
        Assert.Equal(found, reader.GetFieldValue<PostModernObject>(0));
        Assert.Equal(found.Uri, reader.GetFieldValue<Dictionary<string, object?>>(0)["uri"]);
        Assert.True(reader.IsDBNull(1));
        Assert.Throws<InvalidCastException>(() => reader.GetFieldValue<PostModernObject>(1));
    }

    [Fact]
    public async Task Large_objects_are_read_piece_by_piece()
    {
        await using var connection = await server.ConnectAsync();
        var bytes = RandomNumberGenerator.GetBytes((9 << 20) + 17);
        var found = await FindAsync(connection, await WriteAsync("large.bin", bytes));

        await using var stream = await found.OpenReadAsync(connection);
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy);

        Assert.Equal(bytes, copy.ToArray());
        Assert.Equal(bytes.Length, stream.Length);
        stream.Seek(-10, SeekOrigin.End);
        Assert.Equal(bytes[^10], stream.ReadByte());
        stream.Position = 5;
        Assert.Equal(bytes[5], stream.ReadByte());
        Assert.Equal(6, stream.Position);
        stream.Position = bytes.Length + 5;
        Assert.Equal(-1, stream.ReadByte());
        Assert.Equal(1, await connection.ScalarAsync("SELECT 1"));
    }

    [Fact]
    public async Task Parts_and_unpinned_objects_are_read_to_their_own_end()
    {
        await using var connection = await server.ConnectAsync();
        var path = await WriteAsync("exactly.bin", new byte[8 << 20]);
        var unpinned = new PostModernObject(path);

        await using var stream = await unpinned.OpenReadAsync(connection);

        Assert.False(stream.CanSeek);
        Assert.Throws<NotSupportedException>(() => stream.Length);
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy);
        Assert.Equal(8 << 20, copy.Length);
    }

    [Fact]
    public async Task Empty_objects_are_empty_streams()
    {
        await using var connection = await server.ConnectAsync();
        var found = await FindAsync(connection, await WriteAsync("empty.bin", []));

        await using var stream = await found.OpenReadAsync(connection);

        Assert.Equal((0L, -1), (stream.Length, stream.ReadByte()));
        Assert.Throws<NotSupportedException>(() => stream.WriteByte(1));
    }

    [Fact]
    public async Task What_has_changed_or_gone_is_an_error()
    {
        await using var connection = await server.ConnectAsync();
        var path = await WriteAsync("b.txt", "before"u8.ToArray());
        var found = await FindAsync(connection, path);
        await File.WriteAllTextAsync(path, "afterwards");

        var changed = await Assert.ThrowsAsync<PostModernException>(() => found.OpenReadAsync(connection));
        File.Delete(path);
        var gone = await Assert.ThrowsAsync<PostModernException>(() => found.OpenReadAsync(connection));

        Assert.Equal((ErrorCode.Conflict, ErrorCode.NotFound), (changed.Code, gone.Code));
        Assert.Equal(1, await connection.ScalarAsync("SELECT 1"));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static async Task<PostModernObject> FindAsync(PostModernConnection connection, string path)
    {
        await using var command = new PostModernCommand("SELECT obj FROM files(@path)", connection);
        command.Parameters.AddWithValue("path", path);
        await using var reader = await command.ExecuteReaderAsync();
        Assert.True(await reader.ReadAsync());
        return reader.GetFieldValue<PostModernObject>(0);
    }

    private async Task<string> WriteAsync(string name, byte[] bytes)
    {
        var path = Path.Combine(_folder.FullName, name);
        await File.WriteAllBytesAsync(path, bytes);
        return path;
    }
}
