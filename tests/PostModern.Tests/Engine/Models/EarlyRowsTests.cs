using PostModern.Engine.Sessions;
using PostModern.Tests.Models;

namespace PostModern.Tests.Engine.Models;

/// <summary>Answers that take long are not kept until there are many.</summary>
public sealed class EarlyRowsTests(EngineFixture fixture) : IClassFixture<EngineFixture>
{
    private const int Pictures = 60;

    [Fact]
    public async Task The_first_answers_come_before_all_are_there()
    {
        await using var session = fixture.Engine.OpenSession();
        await using var statement = await PrepareAsync(session, "caption(obj)");
        await using var result = await statement.ExecuteAsync(null, CancellationToken.None);
        await using var batches = result.ReadBatchesAsync().GetAsyncEnumerator();

        Assert.True(await batches.MoveNextAsync());
        using (batches.Current)
        {
            Assert.Equal(1, batches.Current.Length);
        }

        // DuckDB computes a chunk beyond the one that it hands on.
        Assert.InRange(result.Statistics.ModelCalls, 1, 2);
    }

    [Fact]
    public async Task Rows_of_a_dataset_come_in_their_order()
    {
        await using var session = fixture.Engine.OpenSession();
        await session.RunAsync("CREATE TABLE many AS SELECT i, 'letter ' || (i % 10) AS body FROM range(300000) t(i)");
        await using var statement = await session.PrepareAsync("SELECT i, sentiment(body).label FROM many", CancellationToken.None);
        await using var result = await statement.ExecuteAsync(null, CancellationToken.None);
        long next = 0;
        await foreach (var batch in result.ReadBatchesAsync())
        {
            using (batch)
            {
                foreach (var i in batch.Columns[0].Values<long>())
                {
                    Assert.Equal(next++, i);
                }
            }
        }

        Assert.Equal(300_000, next);
    }

    [Fact]
    public async Task Other_rows_come_together_also_after_a_statement_with_models()
    {
        await using var session = fixture.Engine.OpenSession();
        await using (var first = await PrepareAsync(session, "embed(name)"))
        {
            await using var embedded = await first.ExecuteAsync(null, CancellationToken.None);
            await foreach (var batch in embedded.ReadBatchesAsync())
            {
                batch.Dispose();
            }
        }

        await using var statement = await session.PrepareAsync("SELECT i FROM range(20000) r(i)", CancellationToken.None);
        await using var result = await statement.ExecuteAsync(null, CancellationToken.None);
        await using var batches = result.ReadBatchesAsync().GetAsyncEnumerator();
        Assert.True(await batches.MoveNextAsync());
        using (batches.Current)
        {
            Assert.Equal(20_000, batches.Current.Length);
        }
    }

    private async Task<Statement> PrepareAsync(Session session, string what)
    {
        var folder = Directory.CreateDirectory(Path.Combine(fixture.Files, "early")).FullName;
        for (var i = 0; i < Pictures; i++)
        {
            File.Copy(Samples.Photo("zebra.jpg"), Path.Combine(folder, $"{i}.jpg"), overwrite: true);
        }

        return await session.PrepareAsync($"SELECT {what} FROM files('early/*')", CancellationToken.None);
    }
}
