using System.Diagnostics;
using PostModern.Data;
using PostModern.Tests.Lake.S3;
using Xunit.Abstractions;

namespace PostModern.Tests.Server;

/// <summary>Eight server processes that share nothing but a bucket append to one dataset at once.</summary>
public sealed class EightWritersTests(ITestOutputHelper output)
{
    private const int Writers = 8;
    private const int Commits = 50;

    [GivenS3Fact]
    public async Task No_commit_is_lost_and_none_is_doubled()
    {
        var (store, bucket) = await S3Server.NewBucketAsync();
        store.Dispose();
        var folder = Directory.CreateTempSubdirectory("postmodern-writers-");
        var servers = new List<Process>();
        try
        {
            var connections = new List<PostModernConnection>();
            for (var i = 0; i < Writers; i++)
            {
                connections.Add(await StartAsync($"s3://{bucket}/w", Path.Combine(folder.FullName, $"{i}"), servers));
            }

            await ExecuteAsync(connections[0], "CREATE TABLE t (writer INTEGER, commit INTEGER)");
            var clock = Stopwatch.StartNew();
            await Task.WhenAll(connections.Select((connection, writer) => Task.Run(async () =>
            {
                for (var commit = 0; commit < Commits; commit++)
                {
                    await ExecuteAsync(connection, $"INSERT INTO t VALUES ({writer}, {commit})");
                }
            })));
            output.WriteLine($"{Writers * Commits} commits in {clock.Elapsed.TotalSeconds:F1} s");

            Assert.Equal(Writers * Commits, await ScalarAsync(connections[0], "SELECT count(*) FROM t"));
            Assert.Equal(Writers * Commits, await ScalarAsync(connections[^1], "SELECT count(DISTINCT (writer, commit)) FROM t"));
            Assert.Equal((Writers * Commits) + 1, await ScalarAsync(connections[^1], "SELECT count(DISTINCT version) FROM pm.versions('t')"));
            await Task.WhenAll(connections.Select(c => c.DisposeAsync().AsTask()));
        }
        finally
        {
            foreach (var server in servers)
            {
                server.Kill();
                await server.WaitForExitAsync();
                server.Dispose();
            }

            folder.Delete(recursive: true);
        }
    }

    private static async Task<PostModernConnection> StartAsync(string warehouse, string cache, List<Process> servers)
    {
        var start = new ProcessStartInfo(
            Path.Combine(AppContext.BaseDirectory, "postmodern"),
            ["serve", "--port", "0", "--warehouse", warehouse, "--cache", cache, "--threads", "1", "--s3-endpoint", await S3Server.EndpointAsync()])
        {
            RedirectStandardOutput = true,
        };
        var server = Process.Start(start)!;
        servers.Add(server);
        var line = await server.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The server ended at once.");
        var endpoint = new Uri(line.Split(' ').First(word => word.StartsWith("http", StringComparison.Ordinal)).TrimEnd(','));
        var connection = new PostModernConnection($"Host=127.0.0.1;Port={endpoint.Port}");
        await connection.OpenAsync();
        return connection;
    }

    private static async Task ExecuteAsync(PostModernConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<long> ScalarAsync(PostModernConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;

        // The first read fetches all files.
        command.CommandTimeout = 300;
        return Convert.ToInt64(await command.ExecuteScalarAsync());
    }
}
