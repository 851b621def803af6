using PostModern.Data;
using PostModern.Specs.Hosting;

namespace PostModern.Specs.ForeignClients;

/// <summary>Delta's table features both ways: ClickHouse reads what we write with the Delta kernel, and what it appends we read.</summary>
public sealed class ForeignFeatureTests
{
    [Fact]
    public async Task Partitions_renamed_and_added_columns_and_deleted_rows_are_read_as_they_are()
    {
        await using var server = await SpecServer.StartAsync();
        await using var connection = await server.OpenConnectionAsync();
        await RunAsync(
            connection,
            """
            CREATE TABLE features PARTITION BY (kind) AS
            SELECT i AS id, CASE WHEN i % 3 > 0 THEN 'k/' || i % 3 END AS kind, 'name ' || i AS name FROM range(0, 30) AS r(i)
            """,
            "ALTER TABLE features RENAME COLUMN name TO title",
            "ALTER TABLE features ADD COLUMN extra INTEGER",
            "ALTER TABLE features SET TBLPROPERTIES ('delta.enableDeletionVectors' = 'true')",
            "DELETE FROM features WHERE id = 4",
            "UPDATE features SET extra = 7 WHERE id = 5");

        var table = $"deltaLakeLocal('{Path.Combine(server.Temp, "warehouse", "main", "features")}')";
        var answers = await NodeScript.RunAsync(
            "delta.mjs",
            [
                $"SELECT toString(count(*)) AS n, toString(sum(id)) AS ids, toString(sum(extra)) AS extras, max(title) AS title FROM {table}",
                $"SELECT kind, toString(count(*)) AS n FROM {table} GROUP BY kind ORDER BY kind",
            ]);

        Assert.Equal("""[{"n":"29","ids":"431","extras":"7","title":"name 9"}]""", answers[0].GetRawText());
        Assert.Equal("""[{"kind":"k/1","n":"9"},{"kind":"k/2","n":"10"},{"kind":null,"n":"10"}]""", answers[1].GetRawText());
    }

    [Fact]
    public async Task What_another_engine_appends_is_a_version_like_any_other()
    {
        await using var server = await SpecServer.StartAsync();
        await using var connection = await server.OpenConnectionAsync();
        await RunAsync(connection, "CREATE TABLE shared AS SELECT 1::BIGINT AS id, 'ours' AS word");

        var folder = Path.Combine(server.Temp, "warehouse", "main", "shared");
        await NodeScript.RunAsync(
            "delta.mjs", [$"INSERT INTO FUNCTION deltaLakeLocal('{folder}') SETTINGS allow_experimental_delta_lake_writes = 1 VALUES (2, 'theirs')"]);

        Assert.Equal("ours, theirs", await ReadAsync(connection, "SELECT string_agg(word, ', ' ORDER BY id) FROM shared"));
        Assert.Equal("ours", await ReadAsync(connection, "SELECT max(word) FROM shared AS OF VERSION 1"));
        await RunAsync(connection, "UPDATE shared SET word = upper(word) WHERE id = 2");
        Assert.Equal("THEIRS", await ReadAsync(connection, "SELECT word FROM shared WHERE id = 2"));
    }

    private static async Task RunAsync(PostModernConnection connection, params string[] statements)
    {
        foreach (var sql in statements)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = sql;
            await command.ExecuteNonQueryAsync();
        }
    }

    private static async Task<object?> ReadAsync(PostModernConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync();
    }
}
