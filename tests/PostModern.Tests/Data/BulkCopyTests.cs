using System.Data;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;
using PostModern.Data;

namespace PostModern.Tests.Data;

/// <summary>Many rows in one stream: from readers, objects and record batches, all of them or none.</summary>
[Collection(LocalServerCollection.Name)]
public sealed class BulkCopyTests(LocalServer server)
{
    [Fact]
    public async Task Objects_make_a_dataset_in_one_version()
    {
        await using var connection = await server.ConnectAsync();
        var copy = new PostModernBulkCopy(connection) { DestinationTableName = "copied_objects", Mode = PostModernBulkCopyMode.Create, BatchSize = 1000 };

        var rows = await copy.WriteToServerAsync(Enumerable.Range(0, 2500).Select(i => new Sale(i, $"item {i}", i % 3 == 0 ? null : i / 4.0, i * 0.01m, Day(i))));

        Assert.Equal((2500, 2500), (rows, copy.RowsCopied));
        Assert.Equal(1L, await connection.ScalarAsync("SELECT count(*) FROM pm.versions('copied_objects')"));
        Assert.Equal("Id INTEGER, Name VARCHAR, Score DOUBLE, Price DECIMAL(38,18), Moment TIMESTAMP", await ColumnsAsync(connection, "copied_objects"));
        Assert.Equal(834L, await connection.ScalarAsync("SELECT count(*) FROM copied_objects WHERE Score IS NULL"));
        Assert.Equal(24.99m, await connection.ScalarAsync("SELECT max(Price) FROM copied_objects"));
        Assert.Equal(Day(2499), await connection.ScalarAsync("SELECT Moment FROM copied_objects WHERE Name = 'item 2499'"));
    }

    [Fact]
    public async Task Every_type_of_a_property_arrives()
    {
        await using var connection = await server.ConnectAsync();
        var id = Guid.NewGuid();
        var row = new Wide(
            true, 1, -2, 3, -4, 5, 'x', 1.5f, DayOfWeek.Friday, id, [1, 2], new DateOnly(1969, 12, 31), new TimeOnly(1, 2, 3),
            new DateTimeOffset(2024, 2, 29, 1, 2, 3, TimeSpan.FromHours(2)), TimeSpan.FromMinutes(90), [0.5f, 1], Int128.MaxValue / 10, null);

        await Temporary(connection, "wide").WriteToServerAsync([row]);

        await using var command = new PostModernCommand("SELECT * FROM wide", connection);
        await using var reader = await command.ExecuteReaderAsync();
        Assert.True(await reader.ReadAsync());
        Assert.Equal(
            new object[] { true, (byte)1, (sbyte)-2, (ushort)3, (short)-4, 5ul, "x", 1.5f, 5, id.ToString(), new byte[] { 1, 2 }, row.Date, row.Time },
            Enumerable.Range(0, 13).Select(reader.GetValue));
        Assert.Equal(row.Instant.UtcDateTime, reader.GetDateTime(13));
        Assert.Equal(row.Span, reader.GetFieldValue<TimeSpan>(14));
        Assert.Equal(row.Vector, reader.GetFieldValue<float[]>(15));
        Assert.Equal(row.Huge, reader.GetFieldValue<Int128>(16));
        Assert.True(reader.IsDBNull(17));
    }

    [Fact]
    public async Task A_reader_of_another_provider_is_added_by_names()
    {
        await using var connection = await server.ConnectAsync();
        await connection.ExecuteAsync("CREATE TEMP TABLE target (b DECIMAL(9,2), id UUID, a BIGINT, extra VARCHAR DEFAULT 'x')");
        using var table = new DataTable { Columns = { { "A", typeof(int) }, { "B", typeof(decimal) }, { "ID", typeof(Guid) } } };
        var id = Guid.NewGuid();
        table.Rows.Add(1, 2.5m, id);
        table.Rows.Add(2, DBNull.Value, DBNull.Value);

        var copy = Temporary(connection, "target", PostModernBulkCopyMode.Append);
        Assert.Equal(2, copy.WriteToServer(table));

        Assert.Equal(1L, await connection.ScalarAsync("SELECT count(*) FROM target WHERE a = 1 AND b = 2.5 AND id = @id AND extra = 'x'", ("id", id)));
        Assert.Equal(1L, await connection.ScalarAsync("SELECT count(*) FROM target WHERE a = 2 AND b IS NULL AND id IS NULL"));
    }

    [Fact]
    public async Task Mappings_choose_rename_and_type_columns()
    {
        await using var connection = await server.ConnectAsync();
        var copy = Temporary(connection, "mapped");
        copy.ColumnMappings.Add(3, "third");
        copy.ColumnMappings.Add(new PostModernBulkCopyColumnMapping("price", "cost") { Type = new DecimalType(9, 3) });
        copy.ColumnMappings.Clear();
        copy.ColumnMappings.Add(new PostModernBulkCopyColumnMapping("price", "cost") { Type = new DecimalType(9, 3) });
        copy.ColumnMappings.Add(0, "first column");

        await copy.WriteToServerAsync([new Sale(7, "a", null, 1.25m, Day(0))]);

        Assert.Equal("cost DECIMAL(9,3), first column INTEGER", await ColumnsAsync(connection, "mapped"));
        Assert.Equal(1.25m, await connection.ScalarAsync("SELECT cost FROM mapped WHERE \"first column\" = 7"));
    }

    [Fact]
    public async Task Batches_go_from_one_connection_to_another()
    {
        await using var from = await server.ConnectAsync();
        await using var to = await server.ConnectAsync();
        await using var command = new PostModernCommand("SELECT range AS n, 'row ' || range AS t FROM range(100000)", from);
        var copy = Temporary(to, "arrived");
        copy.ColumnMappings.Add("t", "text");
        copy.ColumnMappings.Add("n", "number");
        var progress = new Steps();
        copy.Progress = progress;

        Assert.Equal(100_000, await copy.WriteToServerAsync(command.ExecuteArrowAsync()));

        Assert.Equal(100_000, progress.Last);
        Assert.Equal("text VARCHAR, number BIGINT", await ColumnsAsync(to, "arrived"));
        Assert.Equal("row 99999", await to.ScalarAsync("SELECT text FROM arrived ORDER BY number DESC LIMIT 1"));
    }

    [Fact]
    public async Task Sent_batches_are_disposed_also_when_the_copy_fails()
    {
        await using var connection = await server.ConnectAsync();
        var sent = new Owner();
        var refused = new Owner();

        await Temporary(connection, "owned").WriteToServerAsync([OneColumn(sent)]);
        await Assert.ThrowsAsync<PostModernException>(() => Temporary(connection, "owned").WriteToServerAsync([OneColumn(refused)]));

        Assert.Equal((1, 1), (sent.Disposals, refused.Disposals));
    }

    [Fact]
    public async Task Modes_say_what_happens_to_a_table()
    {
        await using var connection = await server.ConnectAsync();
        var copy = new PostModernBulkCopy(connection) { DestinationTableName = "\"Modes, all\"" };

        var missing = await Assert.ThrowsAsync<PostModernException>(() => copy.WriteToServerAsync([new { N = 1 }]));
        copy.Mode = PostModernBulkCopyMode.Create;
        await copy.WriteToServerAsync([new { N = 1 }]);
        var exists = await Assert.ThrowsAsync<PostModernException>(() => copy.WriteToServerAsync([new { N = 1 }]));
        copy.Mode = PostModernBulkCopyMode.Append;
        await copy.WriteToServerAsync([new { N = 2 }]);
        copy.Mode = PostModernBulkCopyMode.Replace;
        await copy.WriteToServerAsync([new { T = "new" }]);

        Assert.Contains("Modes, all", missing.Message, StringComparison.Ordinal);
        Assert.Equal(ErrorCode.AlreadyExists, exists.Code);
        Assert.Equal("new", await connection.ScalarAsync("SELECT t FROM \"Modes, all\""));
        Assert.Equal(2L, await connection.ScalarAsync("SELECT count(*) FROM \"Modes, all\" AS OF VERSION 2"));
    }

    [Fact]
    public async Task A_copy_that_fails_midway_stores_nothing()
    {
        await using var connection = await server.ConnectAsync();
        await connection.ExecuteAsync("CREATE TEMP TABLE halves (n BIGINT)");
        var copy = Temporary(connection, "halves", PostModernBulkCopyMode.Append);
        copy.BatchSize = 10;

        await Assert.ThrowsAsync<TimeZoneNotFoundException>(() => copy.WriteToServerAsync(Failing(1000)));
        Assert.Equal(0L, await connection.ScalarAsync("SELECT count(*) FROM halves"));

        await Assert.ThrowsAsync<PostModernException>(() => copy.WriteToServerAsync(Enumerable.Range(0, 1000).Select(i => new { n = i < 900 ? $"{i}" : "no number" })));
        Assert.Equal(0L, await connection.ScalarAsync("SELECT count(*) FROM halves"));
    }

    [Fact]
    public async Task Cancelling_stores_nothing_and_leaves_the_connection_usable()
    {
        await using var connection = await server.ConnectAsync();
        using var source = new CancellationTokenSource();
        var copy = new PostModernBulkCopy(connection) { DestinationTableName = "never", Mode = PostModernBulkCopyMode.Create, BatchSize = 100 };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => copy.WriteToServerAsync(Endless(source), source.Token));

        Assert.Equal(0L, await connection.ScalarAsync("SELECT count(*) FROM information_schema.tables WHERE table_name = 'never'"));
    }

    [Fact]
    public async Task Mistakes_are_named()
    {
        await using var connection = await server.ConnectAsync();
        var copy = Temporary(connection, "mistakes");
        copy.ColumnMappings.Add("nme", "name");

        var unknown = await Assert.ThrowsAsync<InvalidOperationException>(() => copy.WriteToServerAsync([new { name = "a" }]));
        Assert.Contains("no column nme", unknown.Message, StringComparison.Ordinal);
        Assert.Contains("name", unknown.Message, StringComparison.Ordinal);
        copy.ColumnMappings.Clear();
        await Assert.ThrowsAsync<NotSupportedException>(() => copy.WriteToServerAsync([1, 2, 3]));
        await Assert.ThrowsAsync<NotSupportedException>(() => copy.WriteToServerAsync([new { Value = new object() }]));
        var digits = await Assert.ThrowsAsync<InvalidCastException>(() => copy.WriteToServerAsync([new { Value = 0.1m }, new { Value = decimal.MaxValue }]));
        Assert.Contains("'Value'", digits.Message, StringComparison.Ordinal);
        copy.DestinationTableName = "a.b.c.d";
        await Assert.ThrowsAsync<FormatException>(() => copy.WriteToServerAsync([new { N = 1 }]));
        copy.DestinationTableName = "";
        await Assert.ThrowsAsync<InvalidOperationException>(() => copy.WriteToServerAsync([new { N = 1 }]));
        Assert.Equal(1, await connection.ScalarAsync("SELECT 1"));
    }

    [Fact]
    public async Task A_connection_can_not_copy_its_own_reader()
    {
        await using var connection = await server.ConnectAsync();
        await using var command = new PostModernCommand("SELECT 1 AS n", connection);
        await using var reader = await command.ExecuteReaderAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() => Temporary(connection, "own").WriteToServerAsync(reader));
    }

    [Fact]
    public async Task No_rows_still_make_a_table()
    {
        await using var connection = await server.ConnectAsync();

        Assert.Equal(0, await Temporary(connection, "empty").WriteToServerAsync(Array.Empty<Sale>()));
        Assert.Equal(0L, await connection.ScalarAsync("SELECT count(*) FROM empty"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Temporary(connection, "unknown").WriteToServerAsync(Array.Empty<RecordBatch>()));
    }

    private static PostModernBulkCopy Temporary(PostModernConnection connection, string table, PostModernBulkCopyMode mode = PostModernBulkCopyMode.Create) =>
        new(connection) { DestinationTableName = table, IsTemporary = true, Mode = mode };

    private static DateTime Day(int number) => new DateTime(1969, 12, 30, 23, 59, 59).AddDays(number).AddTicks(10);

    private static async Task<string> ColumnsAsync(PostModernConnection connection, string table)
    {
        await using var command = new PostModernCommand($"SELECT * FROM {table}", connection);
        await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SchemaOnly);
        return string.Join(", ", reader.GetColumnSchema().Select(column => $"{column.ColumnName} {column.DataTypeName}"));
    }

    private static RecordBatch OneColumn(Owner owner)
    {
        var builder = new PrimitiveBuilder<long>(ArrowTypes.Int64);
        builder.Append(1);
        return new RecordBatch(new Schema(new Field("n", ArrowTypes.Int64)), 1, [builder.Build()], owner);
    }

    private static IEnumerable<Number> Failing(int rows)
    {
        for (var i = 0; i < rows; i++)
        {
            yield return new Number(i);
        }

        throw new TimeZoneNotFoundException();
    }

    private static IEnumerable<Number> Endless(CancellationTokenSource source)
    {
        for (var i = 0; ; i++)
        {
            if (i == 1000)
            {
                source.Cancel();
            }

            yield return new Number(i);
        }
    }

    private sealed record Sale(int Id, string Name, double? Score, decimal Price, DateTime Moment);

    private sealed record Number(long N);

    private sealed record Wide(
        bool Flag, byte A, sbyte B, ushort C, short D, ulong E, char Letter, float Ratio, DayOfWeek Weekday, Guid Id, byte[] Bytes, DateOnly Date, TimeOnly Time,
        DateTimeOffset Instant, TimeSpan Span, float[] Vector, Int128 Huge, string? Nothing);

    private sealed class Owner : IDisposable
    {
        public int Disposals { get; private set; }

        public void Dispose() => Disposals++;
    }

    private sealed class Steps : IProgress<long>
    {
        public long Last { get; private set; }

        public void Report(long value) => Last = value > Last ? value : throw new InvalidOperationException("Progress goes forward.");
    }
}
