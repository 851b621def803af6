using PostModern.Specs.Hosting;

namespace PostModern.Specs.ForeignClients;

/// <summary>What OPTIMIZE, RESTORE and CLONE leave behind, as ClickHouse reads it with the Delta kernel.</summary>
public sealed class ForeignMaintenanceTests
{
    [Fact]
    public async Task Optimized_restored_and_cloned_datasets_are_read_as_they_are()
    {
        await using var server = await SpecServer.StartAsync();
        await using var connection = await server.OpenConnectionAsync();
        string[] statements =
        [
            "CREATE TABLE sorted AS SELECT i AS id FROM range(0, 10) AS r(i)", "INSERT INTO sorted SELECT i FROM range(10, 20) AS r(i)",
            "OPTIMIZE sorted ORDER BY id DESC",
            "CREATE TABLE restored CLONE sorted", "DELETE FROM restored WHERE id > 3", "OPTIMIZE restored", "RESTORE restored TO VERSION 1",
        ];
        foreach (var sql in statements)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = sql;
            await command.ExecuteNonQueryAsync();
        }

        var folder = Path.Combine(server.Temp, "warehouse", "main");
        var answers = await NodeScript.RunAsync(
            "delta.mjs",
            [
                $"SELECT toString(count(*)) AS n, toString(sum(id)) AS s FROM deltaLakeLocal('{folder}/sorted')",
                $"SELECT toString(count(*)) AS n, toString(sum(id)) AS s FROM deltaLakeLocal('{folder}/restored')",
            ]);

        Assert.Equal("""[{"n":"20","s":"190"}]""", answers[0].GetRawText());
        Assert.Equal("""[{"n":"20","s":"190"}]""", answers[1].GetRawText());
    }
}
