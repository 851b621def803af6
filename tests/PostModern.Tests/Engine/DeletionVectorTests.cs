using PostModern.Arrow.Errors;
using PostModern.Engine.Sessions;
using PostModern.Lake.Catalog;
using PostModern.Lake.Delta;
using PostModern.Lake.Objects;

namespace PostModern.Tests.Engine;

public class DeletionVectorTests(EngineFixture fixture) : IClassFixture<EngineFixture>
{
    [Fact]
    public async Task Rows_of_inline_relative_and_absolute_vectors_are_gone()
    {
        await using var session = fixture.Engine.OpenSession();
        var table = Table(session, out var name);
        const string Rows = "SELECT i::BIGINT AS id FROM range(30) AS r(i)";
        await table.FileAsync("a.parquet", Rows, vector: """{"storageType":"i","pathOrInlineDv":"^Bg9^0rr910000000000iXQKl0rr91000f55c8Xg0@@D72lkbi5=-{L","sizeInBytes":44,"cardinality":6}""");
        var log = new DeltaLog(new LocalObjectStore(), table.Folder);
        var vectors = await DeletedRows.WriteAsync(log, [RowSet.Of([0, 1]), RowSet.Of([29])]);
        await table.FileAsync("b.parquet", Rows, vector: Json(vectors[0]));
        await table.FileAsync("c.parquet", Rows, vector: Json(vectors[1].Locate(log)));
        await table.FileAsync("d.parquet", Rows);
        await table.CommitAsync();
        Assert.Equal(["111"], await session.RunAsync($"SELECT count(*) FROM {name}"));
        Assert.Equal(
            ["0|3", "1|3", "3|3", "4|3", "7|3", "11|3", "18|3", "29|2"],
            await session.RunAsync($"SELECT id, count(*) FROM {name} GROUP BY id HAVING count(*) < 4 ORDER BY id"));

        // A file that is written anew drops its vector, and its deleted rows don't come back.
        await session.RunAsync($"UPDATE {name} SET id = -id WHERE id = 5");
        await session.RunAsync($"DELETE FROM {name} WHERE id = 6");
        Assert.Equal(["107|4"], await session.RunAsync($"SELECT count(*), count(*) FILTER (id = -5) FROM {name}"));
        Assert.Equal(["111"], await session.RunAsync($"SELECT count(*) FROM {name} VERSION AS OF 0"));
    }

    [Fact]
    public async Task Files_with_many_different_vectors_are_read_by_one_scan()
    {
        await using var session = fixture.Engine.OpenSession();
        var table = Table(session, out var name);
        await table.FileAsync("a.parquet", "SELECT i::BIGINT AS id FROM range(10) AS r(i)");
        var one = await File.ReadAllBytesAsync(Path.Combine(table.Folder, "a.parquet"));
        var log = new DeltaLog(new LocalObjectStore(), table.Folder);
        var vectors = await DeletedRows.WriteAsync(log, [.. Enumerable.Range(0, 520).Select(i => RowSet.Of([i % 10]))]);
        for (var i = 0; i < vectors.Count; i++)
        {
            await File.WriteAllBytesAsync(Path.Combine(table.Folder, $"{i}.parquet"), one);
            table.Add($"{i}.parquet", one.Length, vector: Json(vectors[i]));
        }

        await table.CommitAsync();
        Assert.Equal(["4690|469"], await session.RunAsync($"SELECT count(*), count(*) FILTER (id = 3) FROM {name}"));
    }

    [Fact]
    public async Task A_file_with_a_million_deleted_rows_is_exact()
    {
        await using var session = fixture.Engine.OpenSession();
        var table = Table(session, out var name);
        var vector = await DeletedRows.WriteAsync(
            new DeltaLog(new LocalObjectStore(), table.Folder), [RowSet.Of(Enumerable.Range(0, 3_000_000).Where(i => i % 3 == 0 || i < 1000).Select(i => (long)i))]);
        await table.FileAsync("a.parquet", "SELECT i::BIGINT AS id FROM range(3000000) AS r(i)", vector: Json(vector[0]));
        await table.CommitAsync();
        Assert.Equal(["1999334|0|1000|2999999"], await session.RunAsync($"SELECT count(*), count(*) FILTER (id % 3 = 0), min(id), max(id) FROM {name}"));
    }

    [Fact]
    public async Task A_damaged_vector_fails_the_query_and_says_which()
    {
        await using var session = fixture.Engine.OpenSession();
        var table = Table(session, out var name);
        var log = new DeltaLog(new LocalObjectStore(), table.Folder);
        var vector = (await DeletedRows.WriteAsync(log, [RowSet.Of([1, 2])]))[0];
        await table.FileAsync("a.parquet", "SELECT i::BIGINT AS id FROM range(9) AS r(i)", vector: Json(vector));
        await table.CommitAsync();
        var path = vector.Locate(log).PathOrInline;
        var bytes = await File.ReadAllBytesAsync(path);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(path, bytes);
        var error = await Assert.ThrowsAsync<ServerException>(() => session.RunAsync($"SELECT count(*) FROM {name}"));
        Assert.Equal(ErrorCode.InvalidInput, error.Code);
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(path, bytes);
        Assert.Equal(["7"], await session.RunAsync($"SELECT count(*) FROM {name}"));
    }

    [Fact]
    public async Task Few_deleted_rows_are_marked_and_many_are_written_anew()
    {
        await using var session = fixture.Engine.OpenSession();
        await session.RunAsync("CREATE TABLE marked AS SELECT i AS id, 'w' || i AS word FROM range(100) AS r(i)");
        await session.RunAsync("ALTER TABLE marked SET TBLPROPERTIES ('delta.enableDeletionVectors' = 'true')");
        Assert.Equal(["100"], await session.RunAsync("SELECT count(*) FROM marked"));
        await session.RunAsync("DELETE FROM marked WHERE id < 10");
        await session.RunAsync("DELETE FROM marked WHERE id = 50");
        await session.RunAsync("UPDATE marked SET word = 'new' WHERE id IN (60, 61)");
        var dataset = await new Warehouse(fixture.Warehouse).OpenAsync("main", "marked");
        var now = await dataset.LatestAsync();
        Assert.Equal([13L, null], now.Files.Select(f => f.DeletionVector?.Cardinality));
        Assert.Equal(89, now.Rows);
        Assert.Contains("deletionVectors", now.Protocol.ReaderFeatures!);
        Assert.Contains("\"tightBounds\":false", now.Files[0].Stats, StringComparison.Ordinal);
        Assert.Equal(["89|2"], await session.RunAsync("SELECT count(*), count(*) FILTER (word = 'new') FROM marked"));

        await session.RunAsync("DELETE FROM marked WHERE id > 70");
        now = await dataset.LatestAsync();
        Assert.All(now.Files, f => Assert.Null(f.DeletionVector));
        Assert.Equal(["60|70"], await session.RunAsync("SELECT count(*), max(id) FROM marked"));
        Assert.Equal(["90"], await session.RunAsync("SELECT count(*) FROM marked VERSION AS OF 3"));
    }

    [Fact]
    public async Task Rolling_back_leaves_the_files_that_were_marked()
    {
        await using var session = fixture.Engine.OpenSession();
        await session.RunAsync("CREATE TABLE kept AS SELECT i AS id FROM range(100) AS r(i)");
        await session.RunAsync("ALTER TABLE kept SET TBLPROPERTIES ('delta.enableDeletionVectors' = 'true')");
        await session.RunAsync("BEGIN");
        await session.RunAsync("DELETE FROM kept WHERE id = 1");
        await session.RunAsync("DELETE FROM kept WHERE id = 2");
        Assert.Equal(["98"], await session.RunAsync("SELECT count(*) FROM kept"));
        await session.RunAsync("ROLLBACK");
        Assert.Equal(["100"], await session.RunAsync("SELECT count(*) FROM kept"));
        Assert.Empty(Directory.GetFiles(Path.Combine(fixture.Warehouse, "main", "kept"), "*.bin"));

        await session.RunAsync("BEGIN");
        await session.RunAsync("DELETE FROM kept WHERE id = 1");
        await session.RunAsync("DELETE FROM kept WHERE id = 2");
        await session.RunAsync("COMMIT");
        Assert.Equal(["98"], await session.RunAsync("SELECT count(*) FROM kept"));
        Assert.Single(Directory.GetFiles(Path.Combine(fixture.Warehouse, "main", "kept"), "*.bin"));
    }

    private static string Json(DeletionVector vector) =>
        $$"""{"storageType":"{{vector.StorageType}}","pathOrInlineDv":"{{vector.PathOrInline}}","offset":{{vector.Offset}},"sizeInBytes":{{vector.SizeInBytes}},"cardinality":{{vector.Cardinality}}}""";

    private ForeignTable Table(Session session, out string name)
    {
        name = $"t_{Guid.NewGuid():N}";
        return new ForeignTable(fixture, session, name).Feature("deletionVectors").Column("id", "long");
    }
}
