using System.Data;
using PostModern.Data;
using PostModern.Testing;

namespace PostModern.Tests.Data;

/// <summary>Parameters that go to a real server.</summary>
[Collection(LocalServerCollection.Name)]
public sealed class ServerParameterTests(LocalServer server)
{
    public static TheoryData<object> Values => new()
    {
        1,
        1L,
        (byte)1,
        1.5,
        1.5f,
        true,
        "it's",
        12.345m,
        new byte[] { 1, 2, 3 },
        new DateOnly(2024, 2, 29),
        new TimeOnly(1, 2, 3),
        new DateTime(2024, 2, 29, 1, 2, 3),
        new DateTime(2024, 2, 29, 1, 2, 3, DateTimeKind.Utc),
        new TimeSpan(1, 2, 3, 4),
        new[] { 1f, 2f },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public async Task A_value_comes_back_as_it_was_sent(object value)
    {
        await using var connection = await server.ConnectAsync();

        Assert.Equal(value, await ScalarAsync(connection, "SELECT @value", ("value", value)));
    }

    [Fact]
    public async Task A_Guid_meets_a_UUID()
    {
        await using var connection = await server.ConnectAsync();
        var id = Guid.Parse("0b5aeb42-9e3a-4d6f-8f4e-6f2b0a7c1d22");

        Assert.Equal(id, await ScalarAsync(connection, "SELECT u FROM (SELECT '0b5aeb42-9e3a-4d6f-8f4e-6f2b0a7c1d22'::UUID AS u) WHERE u = @id", ("id", id)));
    }

    [Fact]
    public async Task Positional_placeholders_take_values_in_order()
    {
        await using var connection = await server.ConnectAsync();

        Assert.Equal("a-b", await ScalarAsync(connection, "SELECT ?::VARCHAR || '-' || ?::VARCHAR", ("", "a"), ("", "b")));
        Assert.Equal("b-a-b", await ScalarAsync(connection, "SELECT $2::VARCHAR || '-' || $1::VARCHAR || '-' || $2::VARCHAR", ("", "a"), ("", "b")));
    }

    [Fact]
    public async Task Named_placeholders_take_values_by_name()
    {
        await using var connection = await server.ConnectAsync();

        Assert.Equal("b-a", await ScalarAsync(connection, "SELECT @y::VARCHAR || '-' || $x::VARCHAR -- @z", ("x", "a"), ("@y", "b")));
    }

    [Fact]
    public async Task The_version_to_read_may_be_a_parameter()
    {
        await using var connection = await server.ConnectAsync();
        foreach (var sql in new[] { "CREATE TABLE travelled AS SELECT 1 AS n", "UPDATE travelled SET n = 2", "CREATE TAG second ON travelled", "UPDATE travelled SET n = 3" })
        {
            await ScalarAsync(connection, sql);
        }

        Assert.Equal(1, await ScalarAsync(connection, "SELECT n FROM travelled AS OF VERSION @v", ("v", 1)));
        Assert.Equal(2, await ScalarAsync(connection, "SELECT n FROM travelled AS OF VERSION @v", ("v", "second")));
        Assert.Equal(3, await ScalarAsync(connection, "SELECT n FROM travelled AS OF TIMESTAMP ?", ("", DateTime.UtcNow.AddMinutes(1))));

        // The columns are those of the version, unless others were promised when the statement was prepared.
        await ScalarAsync(connection, "CREATE OR REPLACE TABLE travelled AS SELECT 'a' AS word");
        Assert.Equal(1, await ScalarAsync(connection, "SELECT * FROM travelled AS OF VERSION @v", ("v", 1)));
        await using var prepared = new PostModernCommand("SELECT * FROM travelled AS OF VERSION @v", connection);
        prepared.Parameters.AddWithValue("v", 1);
        await prepared.PrepareAsync();
        var error = await Assert.ThrowsAsync<PostModernException>(() => prepared.ExecuteScalarAsync());
        Assert.Contains("columns have changed", error.Message);
    }

    [Fact]
    public async Task NULL_is_sent_as_DBNull_and_nothing_is_a_mistake()
    {
        await using var connection = await server.ConnectAsync();

        Assert.Equal(true, await ScalarAsync(connection, "SELECT @x IS NULL", ("x", DBNull.Value)));
        await Assert.ThrowsAsync<InvalidOperationException>(() => ScalarAsync(connection, "SELECT @x", ("x", null)));
        await Assert.ThrowsAsync<InvalidOperationException>(() => ScalarAsync(connection, "SELECT $1, $2", ("", 1)));
        await Assert.ThrowsAsync<NotSupportedException>(() => ScalarAsync(connection, "SELECT @x", ("x", new object())));
        Assert.Equal(1, await ScalarAsync(connection, "SELECT @x", ("x", 1)));
    }

    [SlowFact]
    public async Task Parameters_may_be_larger_than_a_message()
    {
        await using var connection = await server.ConnectAsync();
        foreach (var megabytes in new[] { 0.5, 2, 40 })
        {
            var value = new byte[(int)(megabytes * (1 << 20))];

            Assert.Equal((long)value.Length, await ScalarAsync(connection, "SELECT octet_length(@value)", ("value", value)));
        }
    }

    [Fact]
    public async Task A_parameter_without_placeholder_does_no_harm()
    {
        await using var connection = await server.ConnectAsync();

        Assert.Equal(1, await ScalarAsync(connection, "SELECT 1", ("unknown", 2)));
    }

    [Fact]
    public async Task A_prepared_command_runs_again_with_other_values()
    {
        await using var connection = await server.ConnectAsync();
        await using var command = new PostModernCommand("SELECT @x * 2", connection);
        var parameter = command.Parameters.AddWithValue("x", 0);
        await command.PrepareAsync();

        for (var i = 1; i <= 3; i++)
        {
            parameter.Value = i;
            Assert.Equal(i * 2, Convert.ToInt32(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public async Task Changes_with_parameters_are_counted()
    {
        await using var connection = await server.ConnectAsync();
        await using var create = new PostModernCommand("CREATE TEMP TABLE p (x INTEGER, y VARCHAR)", connection);
        await create.ExecuteNonQueryAsync();
        await using var insert = new PostModernCommand("INSERT INTO p VALUES (@x, @y), (@x + 1, @y)", connection);
        insert.Parameters.AddWithValue("x", 1);
        insert.Parameters.AddWithValue("y", "why");

        Assert.Equal(2, await insert.ExecuteNonQueryAsync());
        Assert.Equal(2, await insert.ExecuteNonQueryAsync());
        Assert.Equal(2L, await ScalarAsync(connection, "SELECT count(*) FROM p WHERE x = @x", ("x", 2)));
    }

    [Fact]
    public async Task A_type_can_be_asked_for()
    {
        await using var connection = await server.ConnectAsync();
        await using var command = new PostModernCommand("SELECT typeof(@x)", connection);
        command.Parameters.Add(new PostModernParameter("x", 1) { DbType = DbType.Int64 });

        Assert.Equal("BIGINT", await command.ExecuteScalarAsync());
    }

    private static async Task<object?> ScalarAsync(PostModernConnection connection, string sql, params (string Name, object? Value)[] values)
    {
        await using var command = new PostModernCommand(sql, connection);
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return await command.ExecuteScalarAsync();
    }
}
