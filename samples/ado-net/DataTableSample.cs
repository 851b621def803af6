using System.Data;
using PostModern.Data;

namespace PostModern.Samples;

/// <summary>DataTable.Load: a whole result in memory, to be bound, edited or searched there.</summary>
internal static class DataTableSample
{
    public static async Task RunAsync(string connectionString, TextWriter output)
    {
        await using var connection = new PostModernConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new PostModernCommand("SELECT range AS id, 'item ' || range AS name, range * 1.5 AS price FROM range(5)", connection);
        using var table = new DataTable();
        await using (var reader = await command.ExecuteReaderAsync())
        {
            table.Load(reader);
        }

        table.Rows[0]["name"] = "edited";
        foreach (var row in table.Select("price < 4"))
        {
            await output.WriteLineAsync($"{row["id"]}: {row["name"]}");
        }
    }
}
