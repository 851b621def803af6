using PostModern.Data;
using PostModern.Testing;

namespace PostModern.Tests.Data;

/// <summary>What a statement that succeeds has to say about its rows.</summary>
[Collection(LocalServerCollection.Name)]
public sealed class InfoMessageTests(LocalServer server) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("postmodern-info-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("SELECT image_info(obj) FROM files('{0}/*.jpg')", false)]
    [InlineData("SELECT image_info(obj) FROM files('{0}/*.jpg') WHERE size > @least", true)]
    public async Task Rows_that_fail_are_told_where_the_result_ends(string sql, bool hasParameter)
    {
        File.Copy(Repository.Path("samples", "media", "photos", "zebra.jpg"), Path.Combine(_folder.FullName, "good.jpg"));
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "bad.jpg"), "no picture");
        await using var connection = await server.ConnectAsync();
        var messages = new List<PostModernInfoMessageEventArgs>();
        connection.InfoMessage += (_, message) => messages.Add(message);
        await using var command = new PostModernCommand(string.Format(null, sql, _folder.FullName), connection);
        if (hasParameter)
        {
            command.Parameters.AddWithValue("least", 1);
        }

        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
            }
        }

        await command.ExecuteNonQueryAsync();
        Assert.Equal(2, messages.Count);
        Assert.All(messages, message =>
        {
            Assert.Equal(1, message.RowErrors);
            Assert.Contains("bad.jpg", message.ToString(), StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task A_statement_without_failures_says_nothing()
    {
        await using var connection = await server.ConnectAsync();
        connection.InfoMessage += (_, message) => Assert.Fail(message.ToString());

        Assert.Equal(1, await connection.ScalarAsync("SELECT 1"));
    }
}
