using PostModern.Arrow.Errors;
using PostModern.Lake.Catalog;
using PostModern.Lake.Copies;
using PostModern.Lake.Delta;
using PostModern.Tests.Lake.Catalog;

namespace PostModern.Tests.Lake.S3;

public sealed class BucketWarehouseTests(S3Fixture bucket) : IClassFixture<S3Fixture>, IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly string _root = $"w{Guid.NewGuid():N}";

    public void Dispose() => _folder.Dispose();

    [S3Fact]
    public async Task A_warehouse_that_nobody_used_yet_is_empty()
    {
        var warehouse = Open();
        Assert.Empty(await warehouse.ListAsync());
        Assert.Equal(["main"], await warehouse.ListSchemasAsync());
        Assert.Null(await warehouse.TryOpenAsync("main", "images"));
    }

    [S3Fact]
    public async Task A_created_dataset_is_found_by_any_case_and_by_other_servers()
    {
        await CreateAsync(Open(), "Images", 3);

        var other = Open();
        var dataset = await other.OpenAsync("MAIN", "IMAGES");
        Assert.Equal(("main", "Images"), (dataset.Schema, dataset.Name));
        Assert.Equal(["Images"], (await other.ListAsync()).Select(d => d.Name));
        var latest = await dataset.LatestAsync();
        Assert.Equal((1L, 3L), (latest.Version, latest.Rows!.Value));
        Assert.Equal(ErrorCode.AlreadyExists, (await Assert.ThrowsAsync<ServerException>(() => other.StartCreateAsync("main", "images"))).Code);
    }

    [S3Fact]
    public async Task Two_servers_see_each_others_versions()
    {
        var (mine, yours) = (await CreateAsync(Open(), "images", 3), await Open().OpenAsync("main", "images"));
        Assert.Equal(3, (await yours.LatestAsync()).Rows);
        await InsertAsync(mine, 2);
        Assert.Equal(5, (await yours.LatestAsync()).Rows);
        await InsertAsync(yours, 1);
        Assert.Equal((3L, 6L), ((await mine.LatestAsync()).Version, (await mine.LatestAsync()).Rows!.Value));
        Assert.Equal(3, (await mine.AtVersionAsync(1)).Rows);
    }

    [S3Fact]
    public async Task Of_two_creators_one_wins_and_the_other_leaves_nothing()
    {
        var warehouse = Open();
        await using (var late = await warehouse.StartCreateAsync("main", "images"))
        {
            await CreateAsync(Open(), "IMAGES", 3);
            var file = await WriteAsync(late.Dataset, 99);
            var error = await Assert.ThrowsAsync<ServerException>(
                () => late.PublishAsync(TestDatasets.Columns, [file], TestDatasets.Describe("CREATE TABLE AS SELECT", "…")));
            Assert.Equal(ErrorCode.AlreadyExists, error.Code);
        }

        Assert.Equal(3, (await (await warehouse.OpenAsync("main", "images")).LatestAsync()).Rows);
        Assert.Equal(3, (await bucket.KeysAsync($"{_root}/main/**")).Count);
    }

    [S3Fact]
    public async Task A_draft_is_invisible_until_it_is_published_and_gone_when_it_is_not()
    {
        var warehouse = Open();
        await using (var draft = await warehouse.StartCreateAsync("main", "images"))
        {
            await WriteAsync(draft.Dataset, 3);
            await draft.DeclareAsync(TestDatasets.Columns);
            Assert.Empty(await warehouse.ListAsync());
        }

        Assert.Equal(ErrorCode.NotFound, (await Assert.ThrowsAsync<ServerException>(() => bucket.KeysAsync($"{_root}/"))).Code);
    }

    [S3Fact]
    public async Task A_dropped_dataset_is_gone_for_all_and_its_name_is_free()
    {
        var warehouse = Open();
        var old = await CreateAsync(warehouse, "images", 3);
        var transaction = (await old.LatestAsync()).Begin();
        await Open().DropAsync("main", "IMAGES");

        Assert.Null(await warehouse.TryOpenAsync("main", "images"));
        Assert.Equal(ErrorCode.NotFound, (await Assert.ThrowsAsync<ServerException>(() => warehouse.DropAsync("main", "images"))).Code);
        Assert.IsType<Conflicted>(await transaction.CommitAsync(TestDatasets.Describe("WRITE", "…")));

        await CreateAsync(Open(), "Images", 5);
        var anew = await warehouse.OpenAsync("main", "images");
        Assert.Equal((5L, "Images"), ((await anew.LatestAsync()).Rows!.Value, anew.Name));
        Assert.Equal(3, (await bucket.KeysAsync($"{_root}/main/**")).Count);
    }

    [S3Fact]
    public async Task Schemas_are_made_and_dropped_and_hold_datasets_of_the_same_name_apart()
    {
        var warehouse = Open();
        Assert.Equal(ErrorCode.NotFound, (await Assert.ThrowsAsync<ServerException>(() => warehouse.StartCreateAsync("sales", "images"))).Code);
        await warehouse.CreateSchemaAsync("Sales");
        Assert.Equal(["Sales", "main"], await Open().ListSchemasAsync());
        Assert.Equal(ErrorCode.AlreadyExists, (await Assert.ThrowsAsync<ServerException>(() => Open().CreateSchemaAsync("SALES"))).Code);
        await CreateAsync(warehouse, "images", 1);
        var sales = await CreateAsync(warehouse, "images", 2, "sales");
        Assert.Equal("Sales.images", sales.QualifiedName);
        Assert.Equal(2, (await (await Open().OpenAsync("sales", "images")).LatestAsync()).Rows);
        Assert.Equal(ErrorCode.InvalidInput, (await Assert.ThrowsAsync<ServerException>(() => warehouse.DropSchemaAsync("sales"))).Code);

        await warehouse.DropAsync("sales", "images");
        await warehouse.DropSchemaAsync("sales");
        Assert.Equal(["main"], await Open().ListSchemasAsync());
        Assert.False(await warehouse.HasSchemaAsync("sales"));
    }

    [S3Fact(IsSlow = true)]
    public async Task Any_name_comes_back()
    {
        foreach (var name in (string[])["../../etc", ".hidden", "a/b\\c", "50% off?", "Größe * [1]", "图片", "#page=3"])
        {
            await CreateAsync(Open(), name, 1);
            Assert.Equal(name, (await Open().OpenAsync("main", name)).Name);
            Assert.Equal(1, (await (await Open().OpenAsync("main", name)).LatestAsync()).Version);
        }

        Assert.Equal(7, (await Open().ListAsync()).Count);
    }

    [S3Fact]
    public async Task Copies_are_fetched_once_held_while_in_use_and_dropped_when_they_are_too_many()
    {
        var writer = Open();
        var first = await (await CreateAsync(writer, "first", 1)).LatestAsync();
        var second = await (await CreateAsync(writer, "second", 1)).LatestAsync();
        var warehouse = Open("reader", mostBytes: 20);
        first = await (await warehouse.OpenAsync("main", "first")).LatestAsync();
        second = await (await warehouse.OpenAsync("main", "second")).LatestAsync();

        using (await first.FetchAsync())
        {
            Assert.All(first.LocalPaths, path => Assert.Equal(17, new FileInfo(path).Length));
            using (await second.FetchAsync())
            {
                Assert.All(first.LocalPaths.Concat(second.LocalPaths), path => Assert.True(File.Exists(path)));
            }
        }

        await InsertAsync(await writer.OpenAsync("main", "second"), 1);
        second = await (await warehouse.OpenAsync("main", "second")).LatestAsync();
        using (await second.FetchAsync())
        {
            Assert.All(second.LocalPaths, path => Assert.True(File.Exists(path)));

            // One folder of copies in 4,096 has the same lock as another: neither is dropped while the other is held.
            var sharesLock = LockOf(first) == LockOf(second);
            Assert.All(first.LocalPaths, path => Assert.Equal((path, sharesLock), (path, File.Exists(path))));
        }

        using (await first.FetchAsync())
        {
            Assert.All(first.LocalPaths, path => Assert.True(File.Exists(path)));
        }
    }

    private string LockOf(Snapshot version) => Path.GetRelativePath(_folder.At("reader"), version.LocalPaths.First())[..3];

    /// <summary>The warehouse as a server of its own sees it, with its own copies.</summary>
    private Warehouse Open(string copies = "writer", long mostBytes = 1 << 30) => new(bucket.At(_root), bucket.Store, new CopyCache(_folder.At(copies), mostBytes));

    private static async Task<Dataset> CreateAsync(Warehouse warehouse, string name, long rows, string schema = "main")
    {
        await using var draft = await warehouse.StartCreateAsync(schema, name);
        var file = await WriteAsync(draft.Dataset, rows);
        return await draft.PublishAsync(TestDatasets.Columns, [file], TestDatasets.Describe("CREATE TABLE AS SELECT", "…"));
    }

    private static async Task InsertAsync(Dataset dataset, long rows)
    {
        var transaction = (await dataset.LatestAsync()).Begin();
        transaction.Add(await WriteAsync(dataset, rows));
        _ = (await transaction.CommitAsync(TestDatasets.Describe("WRITE", "…"))).GetSnapshot();
    }

    private static async Task<AddFile> WriteAsync(Dataset dataset, long rows)
    {
        using var staged = await dataset.Log.DataFiles.StageAsync(dataset.Path, default);
        var file = TestDatasets.WriteFile(staged.Path, rows);
        await staged.StoreAsync(file.Path, default);
        return file;
    }
}
