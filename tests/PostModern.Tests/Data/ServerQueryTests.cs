using System.Data;
using System.Numerics;
using PostModern.Arrow.Arrays;
using PostModern.Data;

namespace PostModern.Tests.Data;

/// <summary>Connecting and querying, over Flight SQL, against a real server.</summary>
[Collection(LocalServerCollection.Name)]
public sealed class ServerQueryTests(LocalServer server)
{
    public static TheoryData<string, object> Values => new()
    {
        { "true", true },
        { "42::TINYINT", (sbyte)42 },
        { "42::UTINYINT", (byte)42 },
        { "42::SMALLINT", (short)42 },
        { "42", 42 },
        { "42::BIGINT", 42L },
        { "18446744073709551615::UBIGINT", ulong.MaxValue },
        { "42::HUGEINT", 42m },
        { "170141183460469231731687303715884105727::HUGEINT - 70141183460469231731687303715884105727::HUGEINT", BigInteger.Pow(10, 38) },
        { "1.5::FLOAT", 1.5f },
        { "1.5::DOUBLE", 1.5d },
        { "12.345", 12.345m },
        { "'äöü😀'", "äöü😀" },
        { "'\\x01\\x02'::BLOB", new byte[] { 1, 2 } },
        { "'0b5aeb42-9e3a-4d6f-8f4e-6f2b0a7c1d22'::UUID", Guid.Parse("0b5aeb42-9e3a-4d6f-8f4e-6f2b0a7c1d22") },
        { "DATE '2024-02-29'", new DateOnly(2024, 2, 29) },
        { "TIME '12:34:56.789'", new TimeOnly(12, 34, 56, 789) },
        { "TIMESTAMP '2024-02-29 12:34:56.789'", new DateTime(2024, 2, 29, 12, 34, 56, 789) },
        { "TIMESTAMPTZ '2024-02-29 12:34:56.789+00'", new DateTime(2024, 2, 29, 12, 34, 56, 789, DateTimeKind.Utc) },
        { "INTERVAL 90 MINUTES", TimeSpan.FromMinutes(90) },
        { "INTERVAL 1 MONTH", new MonthDayNano(1, 0, 0) },
        { "[1, 2]", new[] { 1, 2 } },
        { "[1, NULL]", new int?[] { 1, null } },
        { "[1, 2]::FLOAT[2]", new[] { 1f, 2f } },
        { "'happy'::ENUM('sad', 'happy')", "happy" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public async Task A_value_of_each_type_arrives(string sql, object expected)
    {
        await using var connection = await server.ConnectAsync();
        await using var command = new PostModernCommand($"SELECT {sql} AS x", connection);
        await using var reader = await command.ExecuteReaderAsync();

        Assert.True(await reader.ReadAsync());
        Assert.Equal(expected, reader.GetValue(0));
    }

    [Fact]
    public async Task Structs_and_maps_arrive_as_dictionaries()
    {
        await using var connection = await server.ConnectAsync();
        await using var command = new PostModernCommand("SELECT {'a': 1, 'b': [{'c': 'x'}]}, MAP {'k': 2}", connection);
        await using var reader = await command.ExecuteReaderAsync();
        Assert.True(await reader.ReadAsync());

        var row = reader.GetFieldValue<Dictionary<string, object?>>(0);
        Assert.Equal(1, row["a"]);
        Assert.Equal("x", ((Dictionary<string, object?>[])row["b"]!)[0]["c"]);
        Assert.Equal(2, reader.GetFieldValue<Dictionary<string, int>>(1)["k"]);
    }

    [Fact]
    public void Everything_works_synchronously_too()
    {
        using var connection = new PostModernConnection(server.ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT range AS n FROM range(100000)";
        using var reader = command.ExecuteReader();

        long sum = 0;
        while (reader.Read())
        {
            sum += reader.GetInt64(0);
        }

        Assert.Equal(4_999_950_000, sum);
        Assert.False(reader.NextResult());
    }

    [Fact]
    public async Task A_connection_says_what_it_is_connected_to()
    {
        await using var connection = await server.ConnectAsync();

        Assert.Equal(ConnectionState.Open, connection.State);
        Assert.NotEmpty(connection.ServerVersion);
        Assert.StartsWith("127.0.0.1:", connection.DataSource, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidOperationException>(() => connection.OpenAsync());
        Assert.Throws<InvalidOperationException>(() => connection.ConnectionString = "Host=other");
    }

    [Fact]
    public async Task Scalars_are_null_DBNull_or_the_first_value()
    {
        await using var connection = await server.ConnectAsync();

        Assert.Null(await ScalarAsync(connection, "SELECT 1 WHERE false"));
        Assert.Equal(DBNull.Value, await ScalarAsync(connection, "SELECT NULL"));
        Assert.Equal(42, await ScalarAsync(connection, "SELECT 42, 43 UNION ALL SELECT 44, 45"));
        Assert.Equal(42, await ScalarAsync(connection, "SELECT 42; SELECT 43;"));
    }

    [Fact]
    public async Task What_fails_after_the_first_row_is_not_lost_on_a_scalar()
    {
        await using var connection = await server.ConnectAsync();
        const string gone = "{'uri': '/nothing/here', 'version': NULL, 'etag': NULL, 'size': NULL, 'content_type': NULL, 'modified': NULL}::OBJECT";

        await Assert.ThrowsAsync<PostModernException>(() => ScalarAsync(connection, $"SELECT read_text({gone})"));
        Assert.Equal(1, await ScalarAsync(connection, "SELECT 1"));
    }

    [Fact]
    public async Task Changes_are_counted()
    {
        await using var connection = await server.ConnectAsync();

        await ExecuteAsync(connection, "CREATE TEMP TABLE t (x INTEGER)");
        Assert.Equal(3, await ExecuteAsync(connection, "INSERT INTO t VALUES (1), (2), (3)"));
        Assert.Equal(5, await ExecuteAsync(connection, "INSERT INTO t VALUES (4); UPDATE t SET x = x + 1 WHERE x > 0"));
        Assert.Equal(-1, await ExecuteAsync(connection, "SELECT * FROM t"));
        await using var command = new PostModernCommand("DELETE FROM t WHERE x > 3", connection);
        await using var reader = await command.ExecuteReaderAsync();
        Assert.Equal((0, 2), (reader.FieldCount, reader.RecordsAffected));
        await reader.CloseAsync();
        await using var returning = new PostModernCommand("INSERT INTO t VALUES (10), (11) RETURNING x", connection);
        Assert.Equal(10, await returning.ExecuteScalarAsync());
        Assert.Equal(4L, await ScalarAsync(connection, "SELECT count(*) FROM t"));
    }

    [Fact]
    public async Task A_statement_sent_through_a_reader_runs_once()
    {
        await using var connection = await server.ConnectAsync();
        await ExecuteAsync(connection, "CREATE TEMP TABLE once (x INTEGER)");
        await using (var command = new PostModernCommand("INSERT INTO once VALUES (1)", connection))
        {
            await using var reader = await command.ExecuteReaderAsync();
            Assert.False(await reader.ReadAsync());
        }

        Assert.Equal(1L, await ScalarAsync(connection, "SELECT count(*) FROM once"));
    }

    [Fact]
    public async Task A_script_gives_its_results_one_after_the_other()
    {
        await using var connection = await server.ConnectAsync();
        await using var command = new PostModernCommand("SELECT 1 AS a; CREATE TEMP TABLE s AS SELECT 2 AS b; SELECT b FROM s; -- done", connection);
        await using var reader = await command.ExecuteReaderAsync();

        Assert.True(await reader.ReadAsync());
        Assert.Equal(("a", 1), (reader.GetName(0), reader.GetInt32(0)));
        Assert.True(await reader.NextResultAsync());
        Assert.True(await reader.ReadAsync());
        Assert.Equal(("b", 2), (reader.GetName(0), reader.GetInt32(0)));
        Assert.False(await reader.NextResultAsync());
    }

    [Fact]
    public async Task Sessions_are_apart()
    {
        await using var one = await server.ConnectAsync();
        await using var two = await server.ConnectAsync();
        await ExecuteAsync(one, "CREATE TEMP TABLE mine AS SELECT 1 AS x");

        Assert.Equal(1, await ScalarAsync(one, "SELECT x FROM mine"));
        await Assert.ThrowsAsync<PostModernException>(() => ScalarAsync(two, "SELECT x FROM mine"));
    }

    [Fact]
    public async Task Only_one_reader_is_open_at_a_time()
    {
        await using var connection = await server.ConnectAsync();
        await using var command = new PostModernCommand("SELECT 1", connection);
        await using (await command.ExecuteReaderAsync())
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() => ScalarAsync(connection, "SELECT 2"));
            Assert.Throws<InvalidOperationException>(() => command.CommandText = "SELECT 2");
        }

        Assert.Equal(2, await ScalarAsync(connection, "SELECT 2"));
    }

    [Fact]
    public async Task Behaviours_are_honoured()
    {
        await using var connection = await server.ConnectAsync();
        await using var command = new PostModernCommand("SELECT range AS n FROM range(10)", connection);
        await using (var reader = await command.ExecuteReaderAsync(CommandBehavior.SchemaOnly))
        {
            Assert.Equal(("n", typeof(long)), (reader.GetName(0), reader.GetFieldType(0)));
            Assert.False(await reader.ReadAsync());
        }

        await using (var reader = await command.ExecuteReaderAsync(CommandBehavior.SingleRow))
        {
            Assert.True(await reader.ReadAsync());
            Assert.False(await reader.ReadAsync());
        }

        await using (await command.ExecuteReaderAsync(CommandBehavior.CloseConnection))
        {
        }

        Assert.Equal(ConnectionState.Closed, connection.State);
    }

    [Fact]
    public async Task Closing_the_connection_closes_its_reader()
    {
        await using var connection = await server.ConnectAsync();
        await using var command = new PostModernCommand("SELECT range FROM range(10000000)", connection);
        var reader = await command.ExecuteReaderAsync();
        Assert.True(await reader.ReadAsync());
        await connection.CloseAsync();

        Assert.True(reader.IsClosed);
        await connection.OpenAsync();
        Assert.Equal(1, await ScalarAsync(connection, "SELECT 1"));
    }

    [Fact]
    public async Task Columns_come_as_Arrow_batches()
    {
        await using var connection = await server.ConnectAsync();
        await using var command = new PostModernCommand("SELECT range AS n FROM range(100000)", connection);

        long rows = 0, sum = 0;
        await foreach (var batch in command.ExecuteArrowAsync())
        {
            using (batch)
            {
                rows += batch.Length;
                foreach (var value in batch.Columns[0].Values<long>())
                {
                    sum += value;
                }
            }
        }

        Assert.Equal((100_000, 4_999_950_000), (rows, sum));
        Assert.Equal(1, await ScalarAsync(connection, "SELECT 1"));
    }

    [Fact]
    public async Task A_comment_is_no_statement()
    {
        await using var connection = await server.ConnectAsync();
        await using var command = new PostModernCommand("-- nothing to do", connection);
        await using var reader = await command.ExecuteReaderAsync();

        Assert.False(reader.HasRows);
        Assert.Equal(0, reader.FieldCount);
    }

    private static async Task<object?> ScalarAsync(PostModernConnection connection, string sql)
    {
        await using var command = new PostModernCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    private static async Task<int> ExecuteAsync(PostModernConnection connection, string sql)
    {
        await using var command = new PostModernCommand(sql, connection);
        return await command.ExecuteNonQueryAsync();
    }
}
