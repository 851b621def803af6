using System.Data;
using PostModern.Data;

namespace PostModern.Samples;

/// <summary>DataAdapter: fill a table, change it, and write all changes back as one version of the dataset.</summary>
internal static class DataAdapterSample
{
    public static async Task RunAsync(string connectionString, TextWriter output)
    {
        await using var connection = new PostModernConnection(connectionString);
        await connection.OpenAsync();
        await using (var create = new PostModernCommand("CREATE OR REPLACE TABLE sample_stock AS SELECT range AS id, 'item ' || range AS name, 10 AS pieces FROM range(4)", connection))
        {
            await create.ExecuteNonQueryAsync();
        }

        using var adapter = new PostModernDataAdapter("SELECT id, name, pieces FROM sample_stock ORDER BY id", connection) { UpdateBatchSize = 0 };
        using var builder = new PostModernCommandBuilder(adapter) { KeyColumns = { "id" } };
        using var table = new DataTable();
        adapter.Fill(table);
        table.Rows[1]["pieces"] = 9;
        table.Rows[3].Delete();
        table.Rows.Add(7L, "new", 1);
        await output.WriteLineAsync($"{adapter.Update(table)} rows written back with {builder.GetUpdateCommand().CommandText}");

        await using var count = new PostModernCommand("SELECT count(*) FROM pm.versions('sample_stock')", connection);
        await output.WriteLineAsync($"Versions: {await count.ExecuteScalarAsync()}");
    }
}
