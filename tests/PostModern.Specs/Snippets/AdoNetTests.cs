using System.Data;
using PostModern.Data;
using PostModern.Specs.Hosting;

namespace PostModern.Specs.Snippets;

/// <summary>The C# of docs/ado-net.md. What stands there stands here word for word; CSharpSnippetTests compares them.</summary>
public sealed class AdoNetTests : IAsyncLifetime
{
    private readonly List<string> _lines = [];
    private SpecServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await SpecServer.StartAsync();
        await using var connection = await _server.OpenConnectionAsync();
        await using var command = new PostModernCommand("CREATE TABLE visits (page VARCHAR, n BIGINT)", connection);
        await command.ExecuteNonQueryAsync();
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Rows_are_read_through_a_data_source()
    {
        var connectionString = $"Host=127.0.0.1;Port={_server.Port}";
        var Console = new Printer(_lines);

        await using var source = new PostModernDataSource(connectionString);
        await using var connection = await source.OpenConnectionAsync();
        await using var command = new PostModernCommand("SELECT name, size FROM files('samples/media/photos/*.jpg') WHERE size > @least", connection);
        command.Parameters.AddWithValue("least", 1000);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            Console.WriteLine($"{reader.GetString(0)}: {reader.GetInt64(1)}");
        }

        Assert.Contains(_lines, line => line.StartsWith("zebra.jpg: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_builder_takes_tokens_and_first_statements()
    {
        var connectionString = $"Host=127.0.0.1;Port={_server.Port}";
        var vault = new Vault(await LogInAsync());

        await using var source = new PostModernDataSourceBuilder(connectionString)
            .UseTokenProvider(async cancellationToken => await vault.GetTokenAsync(cancellationToken))
            .UseConnectionInitializer(async (connection, cancellationToken) =>
            {
                await using var command = new PostModernCommand("SET statement_timeout = '5min'", connection);
                await command.ExecuteNonQueryAsync(cancellationToken);
            })
            .Build();

        await using var opened = await source.OpenConnectionAsync();
        await using var show = new PostModernCommand("SELECT 1", opened);
        Assert.Equal((1, 1), (await show.ExecuteScalarAsync(), vault.Asked));
    }

    [Fact]
    public async Task Batches_transactions_messages_and_schemas_are_used()
    {
        var Console = new Printer(_lines);
        await using var connection = await _server.OpenConnectionAsync();
        connection.InfoMessage += (_, message) => Console.WriteLine($"{message.RowErrors} rows failed: {message}");
        Assert.Equal(1m, Convert.ToDecimal(await CountAsync(connection), null));
        await ChangeAsync(connection);

        var columns = await connection.GetSchemaAsync("Columns", [null, null, "visits"]);

        Assert.Equal(["page", "n"], columns.Rows.Cast<DataRow>().Select(row => row["COLUMN_NAME"]));
        await using var command = new PostModernCommand("SELECT n FROM visits", connection);
        Assert.Equal(2L, await command.ExecuteScalarAsync());
        command.CommandText = $"SELECT caption(obj) FROM files('{BadMedia.Create(_server.Temp)}/*.jpg')";
        await command.ExecuteScalarAsync();
        await command.ExecuteNonQueryAsync();
        Assert.Contains(_lines, line => line.StartsWith("3 rows failed: ", StringComparison.Ordinal));
    }

    private static async Task<object?> CountAsync(PostModernConnection connection)
    {
        await using var batch = connection.CreateBatch();
        batch.BatchCommands.Add("INSERT INTO visits VALUES (@page, 1)").Parameters.AddWithValue("page", "start");
        batch.BatchCommands.Add("SELECT sum(n) FROM visits WHERE page = @page").Parameters.AddWithValue("page", "start");
        var visits = await batch.ExecuteScalarAsync();
        return visits;
    }

    private static async Task ChangeAsync(PostModernConnection connection)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = new PostModernCommand("UPDATE visits SET n = n + 1", connection, transaction);
        await command.ExecuteNonQueryAsync();
        await transaction.SaveAsync("counted");
        command.CommandText = "DELETE FROM visits";
        await command.ExecuteNonQueryAsync();
        await transaction.RollbackAsync("counted");
        await transaction.CommitAsync();
    }

    private async Task<string> LogInAsync()
    {
        using var flight = new PostModern.Flight.Client.FlightClient(new Uri($"http://127.0.0.1:{_server.Port}"));
        await flight.HandshakeAsync("ada", "", null, CancellationToken.None);
        return flight.Channel.Headers["authorization"]["Bearer ".Length..];
    }

    /// <summary>Where a page's reader keeps tokens.</summary>
    private sealed class Vault(string token)
    {
        public int Asked { get; private set; }

        public Task<string> GetTokenAsync(CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Asked++;
            return Task.FromResult(token);
        }
    }

    // Stands where the page has System.Console, so that what it would print can be looked at.
    private sealed class Printer(List<string> lines)
    {
        public void WriteLine(string line) => lines.Add(line);
    }
}
