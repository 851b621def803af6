using Dapper;
using PostModern.Data;
using PostModern.Specs.Hosting;

namespace PostModern.Specs.Snippets;

/// <summary>The C# of README.md. What stands there stands here word for word; CSharpSnippetTests compares them.</summary>
public sealed class ReadmeTests : IAsyncLifetime
{
    private SpecServer _server = null!;

    public async Task InitializeAsync() => _server = await SpecServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Rows_are_read_with_a_parameter()
    {
        var connectionString = $"Host=127.0.0.1;Port={_server.Port}";
        var Console = new LineCollector();

        await using var connection = new PostModernConnection(connectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT name, caption(obj) FROM files('samples/media/photos/*.jpg') WHERE size > $least";
        command.Parameters.AddWithValue("least", 1000);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            Console.WriteLine($"{reader.GetString(0)}: {reader.GetString(1)}");
        }

        Assert.Contains(Console.Lines, line => line.StartsWith("zebra.jpg: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Dapper_maps_rows()
    {
        await using var connection = await _server.OpenConnectionAsync();

        var pictures = await connection.QueryAsync<(string Name, long Size)>(
            "SELECT name, size FROM files('samples/media/photos/*.jpg') WHERE size > $least", new { least = 1000 });

        Assert.Contains(pictures, picture => picture.Name == "zebra.jpg" && picture.Size > 1000);
    }

    // Stands where the page has System.Console, so that what it would print can be looked at.
    private sealed class LineCollector
    {
        public List<string> Lines { get; } = [];

        public void WriteLine(string line) => Lines.Add(line);
    }
}
