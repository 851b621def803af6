using PostModern.Arrow.Types;
using PostModern.Lake.Catalog;
using PostModern.Lake.Delta;
using PostModern.Lake.Lineage;

namespace PostModern.Tests.Lake.Catalog;

/// <summary>Datasets whose data files are a few bytes that nobody reads: the log doesn't care what Parquet is.</summary>
internal static class TestDatasets
{
    public static Schema Columns { get; } = new(new Field("id", ArrowTypes.Int64), new Field("name", ArrowTypes.Utf8));

    /// <summary>CREATE TABLE AS with one file.</summary>
    public static async Task<Dataset> CreateTableAsync(this Warehouse warehouse, string name, long rows = 3, string schema = "main")
    {
        await using var draft = await warehouse.StartCreateAsync(schema, name);
        var file = WriteFile(draft.Path, rows);
        return await draft.PublishAsync(Columns, [file], Describe("CREATE TABLE AS SELECT", $"CREATE TABLE {name} AS SELECT …"));
    }

    /// <summary>Declares and publishes in one go.</summary>
    public static async Task<Dataset> PublishAsync(
        this DatasetDraft draft, Schema schema, IReadOnlyList<AddFile> files, CommitDescription description)
    {
        var content = (await draft.DeclareAsync(schema)).Begin();
        foreach (var file in files)
        {
            content.Add(file);
        }

        return await draft.PublishAsync(content, description);
    }

    /// <summary>INSERT of one file.</summary>
    public static async Task<CommitOutcome> InsertAsync(this Dataset dataset, long rows = 1)
    {
        var transaction = (await dataset.LatestAsync()).Begin();
        transaction.Add(WriteFile(dataset.Path, rows));
        return await transaction.CommitAsync(Describe("WRITE", "INSERT INTO …"));
    }

    public static AddFile WriteFile(string folder, long rows)
    {
        var name = Dataset.NewFileName();
        File.WriteAllText(Path.Combine(folder, name), "PAR1 in name only");
        var ranges = new Dictionary<string, ColumnRange> { ["id"] = new("1", rows.ToString(), 0), ["name"] = new("a", "z", 0) };
        return AddFile.Of(name, 17, FileStatistics.Of(Columns, rows, ranges));
    }

    public static CommitDescription Describe(string operation, string sql) =>
        new(operation) { UserName = "ada", Recipe = new CommitRecipe(sql) { User = "ada" }.ToJson() };
}
