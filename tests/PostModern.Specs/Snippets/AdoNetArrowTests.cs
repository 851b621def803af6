using System.Data;
using PostModern.Arrow.Types;
using PostModern.Data;
using PostModern.Specs.Hosting;

namespace PostModern.Specs.Snippets;

/// <summary>The C# of docs/ado-net-arrow.md, word for word.</summary>
public sealed class AdoNetArrowTests : IAsyncLifetime
{
    private SpecServer _server = null!;

    public async Task InitializeAsync() => _server = await SpecServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Batches_are_summed()
    {
        await using var connection = await _server.OpenConnectionAsync();

        await using var command = new PostModernCommand("SELECT range AS n FROM range(1000000)", connection);
        var sum = 0L;
        await foreach (var batch in command.ExecuteArrowAsync())
        {
            using (batch)
            {
                foreach (var n in batch.Columns[0].Values<long>())
                {
                    sum += n;
                }
            }
        }

        Assert.Equal(499_999_500_000, sum);
    }

    [Fact]
    public async Task Texts_are_read_where_they_lie()
    {
        await using var connection = await _server.OpenConnectionAsync();

        await using var command = new PostModernCommand("SELECT 'key ' || range AS key FROM range(1000)", connection);
        await using var reader = await command.ExecuteReaderAsync();
        var ends = 0;
        while (await reader.ReadAsync())
        {
            ends += reader.GetSpan(0).EndsWith("9"u8) ? 1 : 0;
        }

        Assert.Equal(100, ends);
    }

    [Fact]
    public async Task Objects_are_copied_into_a_dataset()
    {
        await using var connection = await _server.OpenConnectionAsync();
        await ExecuteAsync(connection, "CREATE SCHEMA shop");

        var copy = new PostModernBulkCopy(connection) { DestinationTableName = "shop.sales", Mode = PostModernBulkCopyMode.Create };
        var rows = await copy.WriteToServerAsync(Enumerable.Range(0, 10_000).Select(i => new { Id = i, Item = $"item {i % 100}", Price = i * 0.5 }));

        Assert.Equal(10_000, rows);
        Assert.Equal(100L, await ScalarAsync(connection, "SELECT count(DISTINCT Item) FROM shop.sales"));
    }

    [Fact]
    public async Task A_reader_is_copied_with_mappings()
    {
        var connectionString = $"Host=127.0.0.1;Port={_server.Port}";
        await using var connection = await _server.OpenConnectionAsync();

        var copy = new PostModernBulkCopy(connection) { DestinationTableName = "prices", IsTemporary = true, Mode = PostModernBulkCopyMode.Create };
        copy.ColumnMappings.Add(new PostModernBulkCopyColumnMapping("Price", "price") { Type = new DecimalType(9, 2) });
        copy.ColumnMappings.Add("Item", "name");
        await using var other = new PostModernConnection(connectionString);
        await other.OpenAsync();
        await using var query = new PostModernCommand("SELECT 1 AS Id, 'tea' AS Item, 2.5 AS Price", other);
        await using var reader = await query.ExecuteReaderAsync();
        await copy.WriteToServerAsync(reader);

        Assert.Equal(2.5m, await ScalarAsync(connection, "SELECT price FROM prices WHERE name = 'tea'"));
    }

    [Fact]
    public async Task A_command_tells_how_far_it_is()
    {
        await using var connection = await _server.OpenConnectionAsync();
        var bar = new Bar();

        await using var command = new PostModernCommand("SELECT sum(range) FROM range(1000000)", connection) { Progress = new Progress<double>(share => bar.Value = share) };
        var sum = await command.ExecuteScalarAsync();

        Assert.Equal(499_999_500_000m, sum);
        Assert.True(SpinWait.SpinUntil(() => bar.Value == 1, TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task An_object_is_read_and_asked_about()
    {
        await using var connection = await _server.OpenConnectionAsync();

        await using var find = new PostModernCommand("SELECT obj FROM files('samples/media/photos/zebra.jpg')", connection);
        PostModernObject photo;
        await using (var reader = await find.ExecuteReaderAsync())
        {
            await reader.ReadAsync();
            photo = reader.GetFieldValue<PostModernObject>(0);
        }

        await using var bytes = await photo.OpenReadAsync(connection);
        await using var ask = new PostModernCommand("SELECT image_info(@photo::OBJECT).width", connection);
        ask.Parameters.AddWithValue("photo", photo);
        var width = await ask.ExecuteScalarAsync();

        Assert.Equal(photo.Size, bytes.Length);
        Assert.InRange(Convert.ToInt32(width, System.Globalization.CultureInfo.InvariantCulture), 10, 10_000);
    }

    [Fact]
    public async Task An_adapter_writes_changes_back()
    {
        await using var connection = await _server.OpenConnectionAsync();
        await ExecuteAsync(connection, "CREATE TABLE stock AS SELECT range AS id, 'item ' || range AS name FROM range(3)");

        using var adapter = new PostModernDataAdapter("SELECT id, name FROM stock", connection) { UpdateBatchSize = 0 };
        using var builder = new PostModernCommandBuilder(adapter) { KeyColumns = { "id" } };
        using var table = new DataTable();
        adapter.Fill(table);
        table.Rows[0]["name"] = "renamed";
        table.Rows.Add(3L, "new");
        adapter.Update(table);

        Assert.Equal("renamed,item 1,item 2,new", await ScalarAsync(connection, "SELECT string_agg(name, ',' ORDER BY id) FROM stock"));
        Assert.Equal(2L, await ScalarAsync(connection, "SELECT count(*) FROM pm.versions('stock')"));
    }

    private static async Task<object?> ScalarAsync(PostModernConnection connection, string sql)
    {
        await using var command = new PostModernCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    private static async Task ExecuteAsync(PostModernConnection connection, string sql)
    {
        await using var command = new PostModernCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    // Stands where the page has a window's progress bar.
    private sealed class Bar
    {
        public double Value { get; set; }
    }
}
