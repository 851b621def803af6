using PostModern.Data;
using PostModern.Specs.Hosting;

namespace PostModern.Specs;

/// <summary>What a statement cost is told with its result: model calls, cache hits, rows that failed.</summary>
public sealed class StatisticsTests : IAsyncLifetime
{
    private const string Captions = "SELECT caption(obj) FROM files('samples/media/photos/*.jpg')";
    private readonly DirectoryInfo _cache = Directory.CreateTempSubdirectory("postmodern-specs-cache-");
    private SpecServer _server = null!;

    public async Task InitializeAsync() => _server = await SpecServer.StartAsync(_cache.FullName);

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        _cache.Delete(recursive: true);
    }

    [Fact]
    public async Task The_second_run_of_a_statement_calls_no_model()
    {
        var (rows, first) = await RunAsync(_server, Captions);
        var (_, second) = await RunAsync(_server, Captions);

        Assert.True(rows >= 8);
        Assert.Equal((rows, 0), (first.ModelCalls, first.CacheHits));
        Assert.Equal((0, rows), (second.ModelCalls, second.CacheHits));
    }

    [Fact]
    public async Task The_cache_outlives_the_server()
    {
        var (rows, _) = await RunAsync(_server, Captions);
        await using var next = await SpecServer.StartAsync(_cache.FullName);

        var (_, again) = await RunAsync(next, Captions);

        Assert.Equal((0, rows), (again.ModelCalls, again.CacheHits));
    }

    [Fact]
    public async Task Rows_that_fail_are_counted_and_warned_about()
    {
        var bad = BadMedia.Create(_server.Temp);

        var (rows, cost) = await RunAsync(_server, $"SELECT caption(obj) FROM files('{bad}/*.jpg')");

        Assert.Equal(4, rows);
        Assert.Equal(3, cost.RowErrors);
        Assert.Contains(cost.Warnings, warning => warning.Contains(".jpg", StringComparison.Ordinal));
    }

    private static async Task<(long Rows, QueryStatistics Cost)> RunAsync(SpecServer server, string sql)
    {
        await using var connection = await server.OpenConnectionAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = (PostModernDataReader)await command.ExecuteReaderAsync();
        var rows = 0L;
        while (await reader.ReadAsync())
        {
            rows++;
        }

        return (rows, reader.Statistics!);
    }
}
