using System.Data.Common;
using System.Globalization;
using PostModern.Specs.Hosting;

namespace PostModern.Specs.ForeignClients;

/// <summary>Datasets as ClickHouse reads them with the Delta kernel: a reader that shares nothing with ours.</summary>
public sealed class ForeignLakeTests : IAsyncLifetime
{
    private const long Versions = 25;
    private SpecServer _server = null!;

    private string Log => Path.Combine(_server.Temp, "warehouse", "main", "visits", "_delta_log");

    public async Task InitializeAsync() => _server = await SpecServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("20.checkpoint.parquet", null)]
    [InlineData(
        "20.checkpoint.*-*.parquet",
        """{"protocol":{"minReaderVersion":3,"minWriterVersion":7,"readerFeatures":["v2Checkpoint"],"writerFeatures":["v2Checkpoint","inCommitTimestamp"]}}""")]
    public async Task A_dataset_whose_first_commits_are_gone_is_read_from_our_checkpoint(string checkpoint, string? upgrade)
    {
        await WriteVersionsAsync(upgrade);
        Assert.Single(Directory.GetFiles(Log, "*" + checkpoint));
        for (var version = 0; version < 20; version++)
        {
            File.Delete(CommitFile(version));
        }

        var answers = await NodeScript.RunAsync(
            "delta.mjs",
            [
                $"SELECT toString(count(*)) AS n, toString(sum(id)) AS s, toString(count(DISTINCT name)) AS names FROM deltaLakeLocal('{Path.GetDirectoryName(Log)}')",
                $"SELECT name FROM deltaLakeLocal('{Path.GetDirectoryName(Log)}') WHERE id = 3",
            ]);

        // Version 1 has the row 1, each later one a row more, but for the version that another engine made; row 2 was deleted.
        var rows = (upgrade is null ? Versions - 1 : Versions - 2) - 1;
        var sum = ((rows + 1) * (rows + 2) / 2) - 2;
        Assert.Equal($$$"""[{"n":"{{{rows}}}","s":"{{{sum}}}","names":"{{{rows}}}"}]""", answers[0].GetRawText());
        Assert.Equal("""[{"name":"Größe 'drei' 3"}]""", answers[1].GetRawText());
    }

    private async Task WriteVersionsAsync(string? upgrade)
    {
        await using var connection = await _server.OpenConnectionAsync();
        await ExecuteAsync(connection, "CREATE TABLE visits AS SELECT 1 AS id, 'Größe ''drei'' 1' AS name, TIMESTAMPTZ '2024-01-01 00:00:00+00' AS seen");
        if (upgrade is not null)
        {
            await File.WriteAllTextAsync(CommitFile(2), upgrade);
        }

        for (var id = 2; await LatestAsync(connection) < Versions - 1; id++)
        {
            await ExecuteAsync(connection, $"INSERT INTO visits VALUES ({id}, 'Größe ''drei'' {id}', now())");
        }

        await ExecuteAsync(connection, "DELETE FROM visits WHERE id = 2");
    }

    private static async Task<long> LatestAsync(DbConnection connection)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT version FROM pm.datasets WHERE name = 'visits'";
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    private static async Task ExecuteAsync(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    private string CommitFile(int version) => Path.Combine(Log, $"{version:D20}.json");
}
