using System.Diagnostics;
using PostModern.Data;
using PostModern.Engine;
using PostModern.Server;

namespace PostModern.Benchmarks.Models;

/// <summary>A server of this process whose models are asked through SQL.</summary>
internal sealed class ModelServer : IAsyncDisposable
{
    private readonly PostModernServer _server;
    private readonly PostModernConnection _connection;

    private ModelServer(PostModernServer server) =>
        (_server, _connection) = (server, new PostModernConnection($"Host=127.0.0.1;Port={server.Port};Timeout=1800"));

    public static async Task<ModelServer> StartAsync(string folder, CancellationToken cancellationToken)
    {
        var engine = new EngineOptions { Warehouse = Path.Combine(folder, "warehouse"), FilesRoot = folder };
        var server = new ModelServer(await PostModernServer.StartAsync(new ServerOptions { Port = 0, Engine = engine }, cancellationToken));
        await server._connection.OpenAsync(cancellationToken);
        return server;
    }

    /// <summary>Reads a query's only column, none of which may be NULL.</summary>
    /// <param name="sql">The query.</param>
    /// <param name="rows">What it must give.</param>
    /// <param name="calls">The model calls that it must take.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Until the first row, and until the last.</returns>
    public async Task<(TimeSpan First, TimeSpan All)> ReadAsync(string sql, int rows, int calls, CancellationToken cancellationToken)
    {
        await using var command = _connection.CreateCommand();
        (command.CommandText, command.CommandTimeout) = (sql, 0);
        var watch = Stopwatch.StartNew();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        TimeSpan? first = null;
        var count = 0;
        while (await reader.ReadAsync(cancellationToken))
        {
            first ??= watch.Elapsed;
            count += reader.IsDBNull(0) ? 0 : 1;
        }

        return count == rows && reader.Statistics!.ModelCalls == calls
            ? (first!.Value, watch.Elapsed)
            : throw new InvalidOperationException($"{count} values instead of {rows} with {reader.Statistics?.ModelCalls} model calls instead of {calls}: {sql}");
    }

    /// <summary>Reads a query's rows, however they are come by.</summary>
    public async Task FillAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = _connection.CreateCommand();
        (command.CommandText, command.CommandTimeout) = (sql, 0);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
        }
    }

    /// <summary>The time until a query's first row; the rest is not waited for.</summary>
    public async Task<TimeSpan> FirstAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = _connection.CreateCommand();
        (command.CommandText, command.CommandTimeout) = (sql, 0);
        var watch = Stopwatch.StartNew();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? watch.Elapsed : throw new InvalidOperationException($"No row: {sql}");
    }

    /// <summary>The time from cancelling a query in the middle of its rows until the session has answered another one.</summary>
    public async Task<TimeSpan> CancelAsync(string sql, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watch = new Stopwatch();
        await using (var command = _connection.CreateCommand())
        {
            (command.CommandText, command.CommandTimeout) = (sql, 0);
            await using var reader = await command.ExecuteReaderAsync(stop.Token);
            await reader.ReadAsync(stop.Token);
            watch.Start();
            await stop.CancelAsync();
            try
            {
                while (await reader.ReadAsync(stop.Token))
                {
                }
            }
            catch (OperationCanceledException)
            {
                // What was to be measured.
            }
        }

        await FillAsync("SELECT 1", cancellationToken);
        return watch.Elapsed;
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _server.DisposeAsync();
    }
}
