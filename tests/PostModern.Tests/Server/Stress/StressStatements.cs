using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;
using PostModern.Flight.Commands;
using PostModern.Flight.Grpc;
using PostModern.Flight.Messages;

namespace PostModern.Tests.Server.Stress;

/// <summary>What clients do all day. Each asks for something whose answer is known, and checks the whole of it.</summary>
internal static class StressStatements
{
    public static IReadOnlyList<Func<StressClient, Task>> All { get; } =
    [
        ReadNumbers, ReadNumbers, ReadTypes, ReadTexts, RunPrepared, UseTemporaryTable, ChangeDataset, AskMetadata, AskServer, NameNothing, FailLate,
    ];

    /// <summary>From no rows to some MB.</summary>
    public static async Task ReadNumbers(StressClient client)
    {
        int[] sizes = [0, 1, 2048, 40_000, 150_000];
        var rows = sizes[client.Random.Next(sizes.Length)];
        await using var stream = await client.Sql.QueryAsync($"SELECT i, i * 3 AS triple FROM range({rows}) AS r(i)", null, default);
        long next = 0;
        await foreach (var batch in stream.ReadBatchesAsync())
        {
            using (batch)
            {
                for (var row = 0; row < batch.Length; row++, next++)
                {
                    Assert.Equal((next, next * 3), (batch.Columns[0].Values<long>()[row], batch.Columns[1].Values<long>()[row]));
                }
            }
        }

        Assert.Equal(rows, next);
    }

    public static async Task ReadTypes(StressClient client)
    {
        var n = client.Random.Next(100);
        var rows = await client.Sql.ReadAsync(
            $"SELECT {n}::TINYINT, {n}::UBIGINT, {n}.25::DOUBLE, {n}.5::DECIMAL(9, 2), 'text {n}', {n} % 2 = 0, NULL, [{n}, NULL], "
            + $"{{'n': {n}, 't': 'é'}}, DATE '2024-02-29', TIMESTAMP '2024-02-29 12:00:00', '\\xAA'::BLOB, 'b'::ENUM('a', 'b')");

        object?[] expected =
        [
            (sbyte)n, (ulong)n, n + 0.25, n + 0.5m, $"text {n}", n % 2 == 0, null, new object?[] { n, null },
            new Dictionary<string, object?> { ["n"] = n, ["t"] = "é" }, new DateOnly(2024, 2, 29), new DateTime(2024, 2, 29, 12, 0, 0), new byte[] { 0xAA }, "b",
        ];
        Assert.Equal([expected], rows);
    }

    public static async Task ReadTexts(StressClient client)
    {
        await using var stream = await client.Sql.QueryAsync("SELECT repeat('ab', 500) || i AS t FROM range(3000) AS r(i)", null, default);
        var next = 0;
        await foreach (var batch in stream.ReadBatchesAsync())
        {
            using (batch)
            {
                for (var row = 0; row < batch.Length; row++, next++)
                {
                    var text = batch.Columns[0].GetString(row)!;
                    Assert.Equal(1000 + next.ToString().Length, text.Length);
                    Assert.EndsWith("b" + next, text, StringComparison.Ordinal);
                }
            }
        }

        Assert.Equal(3000, next);
    }

    /// <summary>As JDBC does, every fourth statement is never closed.</summary>
    public static async Task RunPrepared(StressClient client)
    {
        var prepared = await client.Sql.PrepareAsync("SELECT i * ?::BIGINT, ?::VARCHAR || i FROM range(3) AS r(i)", null, default);
        for (var factor = 1L; factor <= 2; factor++)
        {
            using var parameters = Row(factor, "é");
            await using var stream = await prepared.QueryAsync(parameters, null, default);
            Assert.Equal([[0L, "é0"], [factor, "é1"], [2 * factor, "é2"]], await stream.ReadAsync());
        }

        if (client.Random.Next(4) > 0)
        {
            await prepared.CloseAsync(default);
        }
    }

    public static async Task UseTemporaryTable(StressClient client)
    {
        await client.Sql.ExecuteAsync("CREATE OR REPLACE TEMPORARY TABLE mine AS SELECT range AS i FROM range(1000)", null, default);
        Assert.Equal(499, await client.Sql.ExecuteAsync("DELETE FROM mine WHERE i > 500", null, default));
        Assert.Equal(501L, await client.Sql.ReadValueAsync("SELECT count(*) FROM mine"));
        await client.Sql.ExecuteAsync("DROP TABLE mine", null, default);
    }

    /// <summary>Its life from version to version, read as of each.</summary>
    public static async Task ChangeDataset(StressClient client)
    {
        var name = $"stress_{client.Number}_{client.Step}_{client.Random.Next()}";
        await client.Sql.ExecuteAsync($"CREATE TABLE {name} AS SELECT range AS i FROM range(100)", null, default);
        Assert.Equal(2, await client.Sql.ExecuteAsync($"INSERT INTO {name} VALUES (100), (101)", null, default));
        Assert.Equal(52, await client.Sql.ExecuteAsync($"DELETE FROM {name} WHERE i >= 50", null, default));
        Assert.Equal(100L, await client.Sql.ReadValueAsync($"SELECT count(*) FROM {name} AS OF VERSION 1"));
        Assert.Equal(102L, await client.Sql.ReadValueAsync($"SELECT count(*) FROM {name} AS OF VERSION 2"));
        Assert.Equal(50L, await client.Sql.ReadValueAsync($"SELECT count(*) FROM {name}"));
        var found = await client.Sql.ReadAsync(new CommandGetTables { TableNameFilterPattern = name.Replace("_", @"\_", StringComparison.Ordinal) });
        Assert.Equal([["postmodern", "main", name, "TABLE"]], found);
        await client.Sql.ExecuteAsync($"DROP TABLE {name}", null, default);
    }

    public static async Task AskMetadata(StressClient client)
    {
        Assert.Equal([["postmodern"]], await client.Sql.ReadAsync(new CommandGetCatalogs()));
        Assert.Contains(await client.Sql.ReadAsync(new CommandGetDbSchemas()), row => (string?)row[1] == "main");
        Assert.Empty(await client.Sql.ReadAsync(new CommandGetPrimaryKeys { Table = "any" }));
    }

    public static async Task AskServer(StressClient client)
    {
        Assert.Equal([[0u, "PostModern"]], await client.Sql.ReadAsync(new CommandGetSqlInfo { Info = { (uint)SqlInfoId.ServerName } }));
        Assert.Equal(["VARCHAR"], (await client.Sql.ReadAsync(new CommandGetXdbcTypeInfo { DataType = 12 })).Select(row => row[0]));
    }

    public static async Task NameNothing(StressClient client)
    {
        var error = await Assert.ThrowsAsync<RpcException>(() => client.Sql.ReadAsync($"SELECT nothing_{client.Step}"));

        Assert.Equal(GrpcStatusCode.InvalidArgument, error.Status);
        Assert.Contains($"nothing_{client.Step}", error.Message, StringComparison.Ordinal);
    }

    /// <summary>After some batches have been sent.</summary>
    public static async Task FailLate(StressClient client)
    {
        var error = await Assert.ThrowsAsync<RpcException>(() => client.Sql.ReadAsync(
            $"SELECT CASE WHEN i = 90000 THEN error('late {client.Step}') ELSE i END FROM range(100000) AS r(i)"));

        Assert.Contains($"late {client.Step}", error.Message, StringComparison.Ordinal);
    }

    private static RecordBatch Row(long number, string text) => MetadataBatch.FromRows(
        new Schema([new Field("1", ArrowTypes.Int64), new Field("2", ArrowTypes.Utf8)]), [[number, text]]);
}
