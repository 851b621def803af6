using PostModern.Data;

namespace PostModern.Tests.Data;

/// <summary>Statements whose result is one value or none.</summary>
internal static class Statements
{
    public static async Task<object?> ScalarAsync(this PostModernConnection connection, string sql, params (string Name, object Value)[] parameters)
    {
        await using var command = new PostModernCommand(sql, connection);
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return await command.ExecuteScalarAsync();
    }

    public static async Task<int> ExecuteAsync(this PostModernConnection connection, string sql)
    {
        await using var command = new PostModernCommand(sql, connection);
        return await command.ExecuteNonQueryAsync();
    }
}
