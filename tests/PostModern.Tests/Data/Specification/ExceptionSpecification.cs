using System.Data.Common;
using PostModern.Arrow.Errors;
using PostModern.Data;

namespace PostModern.Tests.Data.Specification;

/// <summary>What ADO.NET documents of <see cref="DbException"/>, and what the server says beyond it.</summary>
[Collection(LocalServerCollection.Name)]
public sealed class ExceptionSpecification(LocalServer server)
{
    [Theory]
    [InlineData("SELEC 1", ErrorCode.InvalidInput, "42000", "INVALID_INPUT", 1)]
    [InlineData("SELECT 1, nope", ErrorCode.InvalidInput, "42000", "INVALID_INPUT", 11)]
    [InlineData("FROM no_such_table AS OF VERSION 1", ErrorCode.NotFound, "42704", "NOT_FOUND", 0)]
    [InlineData("CREATE SCHEMA main", ErrorCode.AlreadyExists, "42710", "ALREADY_EXISTS", 0)]
    [InlineData("COMMIT", ErrorCode.Conflict, "40001", "CONFLICT", 0)]
    public async Task A_failure_says_what_kind_it_is_and_where(string sql, ErrorCode code, string sqlState, string serverCode, int position)
    {
        await using var connection = await server.ConnectAsync();
        await using var command = new PostModernCommand(sql, connection);

        var error = await Assert.ThrowsAsync<PostModernException>(() => command.ExecuteNonQueryAsync());

        Assert.Equal((code, sqlState, serverCode, position), (error.Code, error.SqlState, error.ServerCode, error.Position));
        Assert.Equal(code == ErrorCode.Conflict, error.IsTransient);
        Assert.Null(error.BatchCommand);
        Assert.NotEmpty(error.Message);
    }

    [Fact]
    public async Task A_hint_says_what_was_probably_meant()
    {
        await using var connection = await server.ConnectAsync();
        await using var command = new PostModernCommand("SELECT prise FROM (SELECT 1 AS price)", connection);

        var error = await Assert.ThrowsAsync<PostModernException>(() => command.ExecuteScalarAsync());

        Assert.Contains("price", error.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_server_there_is_no_server_code()
    {
        await using var connection = new PostModernConnection("Host=127.0.0.1;Port=1;Timeout=5");

        var error = await Assert.ThrowsAsync<PostModernException>(() => connection.OpenAsync());

        Assert.Equal((ErrorCode.Unavailable, true), (error.Code, error.IsTransient));
        Assert.Equal((null, null, 0), (error.ServerCode, error.Hint, error.Position));
    }
}
