using PostModern.Arrow.Arrays;
using PostModern.Engine;
using PostModern.Engine.Sessions;

namespace PostModern.Tests.Engine;

/// <summary>An engine on a warehouse of its own, and shorthand for running statements on it.</summary>
public sealed class EngineFixture : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("postmodern-engine-");

    public QueryEngine Engine { get; private set; } = null!;

    public string Warehouse => Path.Combine(_folder.FullName, "warehouse");

    public string Files => Path.Combine(_folder.FullName, "files");

    public async Task InitializeAsync()
    {
        Directory.CreateDirectory(Files);
        Engine = await OpenAsync();
    }

    /// <summary>Another engine on the same warehouse, as another server would be.</summary>
    public Task<QueryEngine> OpenAsync() =>
        QueryEngine.OpenAsync(new EngineOptions { Warehouse = Warehouse, FilesRoot = Files }, CancellationToken.None);

    public async Task DisposeAsync()
    {
        await Engine.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}

internal static class SessionQueries
{
    /// <summary>Runs a statement to its end; the rows as text, columns separated by |.</summary>
    public static async Task<IReadOnlyList<string>> RunAsync(
        this Session session, string sql, RecordBatch? parameters = null, CancellationToken cancellation = default)
    {
        await using var statement = await session.PrepareAsync(sql, cancellation);
        await using var result = await statement.ExecuteAsync(parameters, cancellation);
        var rows = new List<string>();
        await foreach (var batch in result.ReadBatchesAsync())
        {
            using (batch)
            {
                Assert.Equal(statement.Schema, batch.Schema);
                for (var row = 0; row < batch.Length; row++)
                {
                    rows.Add(string.Join('|', batch.Columns.Select(c => ColumnValue.Get(c, row) ?? "NULL")));
                }
            }
        }

        return rows;
    }
}
