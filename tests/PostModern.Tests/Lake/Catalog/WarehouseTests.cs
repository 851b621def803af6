using PostModern.Arrow.Errors;
using PostModern.Lake.Catalog;

namespace PostModern.Tests.Lake.Catalog;

public sealed class WarehouseTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly Warehouse _warehouse;

    public WarehouseTests() => _warehouse = new Warehouse(_folder.At("warehouse"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_warehouse_that_nobody_used_yet_is_empty()
    {
        Assert.Empty(await _warehouse.ListAsync());
        Assert.Equal(["main"], await _warehouse.ListSchemasAsync());
        Assert.Null(await _warehouse.TryOpenAsync("main", "images"));
    }

    [Fact]
    public async Task A_created_dataset_is_found_by_any_case_and_by_other_warehouse_objects()
    {
        await _warehouse.CreateTableAsync("Images");

        var other = new Warehouse(_warehouse.Root);
        var dataset = await other.OpenAsync("MAIN", "IMAGES");
        Assert.Equal("Images", dataset.Name);
        Assert.Equal("main", dataset.Schema);
        Assert.Equal(["Images"], (await other.ListAsync()).Select(d => d.Name));
    }

    [Fact]
    public async Task A_taken_name_is_refused_whatever_its_case()
    {
        await _warehouse.CreateTableAsync("images");

        var error = await Assert.ThrowsAsync<ServerException>(() => _warehouse.StartCreateAsync("main", "IMAGES"));
        Assert.Equal(ErrorCode.AlreadyExists, error.Code);
        Assert.Contains("already exists", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_creators_one_wins_and_the_other_leaves_nothing()
    {
        await using (var late = await _warehouse.StartCreateAsync("main", "images"))
        {
            await _warehouse.CreateTableAsync("images", rows: 3);
            var file = TestDatasets.WriteFile(late.Path, 99);
            var error = await Assert.ThrowsAsync<ServerException>(
                () => late.PublishAsync(TestDatasets.Columns, [file], TestDatasets.Describe("CREATE TABLE AS SELECT", "…")));
            Assert.Equal(ErrorCode.AlreadyExists, error.Code);
        }

        Assert.Equal(3, (await (await _warehouse.OpenAsync("main", "images")).LatestAsync()).Rows);
        Assert.Equal(["images"], Directory.EnumerateDirectories(_folder.At("warehouse/main")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Of_many_concurrent_creators_exactly_one_wins()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(async () =>
        {
            try
            {
                await _warehouse.CreateTableAsync("images", rows: i + 1);
                return true;
            }
            catch (ServerException e) when (e.Code == ErrorCode.AlreadyExists)
            {
                return false;
            }
        })));

        Assert.Single(results, won => won);
        Assert.Single(await _warehouse.ListAsync());
        Assert.Equal(1, (await (await _warehouse.OpenAsync("main", "images")).LatestAsync()).Version);
    }

    [Fact]
    public async Task A_draft_is_invisible_until_it_is_published_and_gone_when_it_is_not()
    {
        await using (var draft = await _warehouse.StartCreateAsync("main", "images"))
        {
            TestDatasets.WriteFile(draft.Path, 3);
            Assert.Empty(await _warehouse.ListAsync());
            Assert.Null(await _warehouse.TryOpenAsync("main", "images"));
            Assert.Null(await _warehouse.TryOpenAsync("main", Path.GetFileName(draft.Path)));
        }

        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.At("warehouse/main")));
    }

    [Fact]
    public async Task A_crash_before_publishing_leaves_no_dataset_and_no_taken_name()
    {
        // A crash is a draft that is never disposed, at its latest moment: both commits are in its log.
        var draft = await _warehouse.StartCreateAsync("main", "images");
        Directory.CreateDirectory(Path.Combine(draft.Path, "_delta_log"));
        File.WriteAllText(Path.Combine(draft.Path, "_delta_log", "00000000000000000000.json"), "{}");
        File.WriteAllText(Path.Combine(draft.Path, "_delta_log", "00000000000000000001.json"), "{}");

        Assert.Empty(await _warehouse.ListAsync());
        Assert.Equal(1, (await (await _warehouse.CreateTableAsync("images")).LatestAsync()).Version);
    }

    [Fact]
    public async Task A_dropped_dataset_is_gone_and_its_name_is_free()
    {
        await _warehouse.CreateTableAsync("images", rows: 3);
        await _warehouse.DropAsync("main", "IMAGES");

        Assert.Null(await _warehouse.TryOpenAsync("main", "images"));
        await _warehouse.CreateTableAsync("images", rows: 5);
        Assert.Equal(5, (await (await _warehouse.OpenAsync("main", "images")).LatestAsync()).Rows);
    }

    [Fact]
    public async Task Dropping_what_is_not_there_is_an_error()
    {
        var error = await Assert.ThrowsAsync<ServerException>(() => _warehouse.DropAsync("main", "images"));
        Assert.Equal(ErrorCode.NotFound, error.Code);
        Assert.Equal("There is no dataset 'images'.", error.Message);
    }

    [Fact]
    public async Task A_dataset_that_was_dropped_and_made_anew_elsewhere_is_not_answered_from_memory()
    {
        var mine = await _warehouse.CreateTableAsync("images", rows: 3);
        var other = new Warehouse(_warehouse.Root);
        await other.DropAsync("main", "images");
        await other.CreateTableAsync("images", rows: 5);

        Assert.Equal(5, (await mine.LatestAsync()).Rows);
    }

    [Theory]
    [InlineData("../../etc")]
    [InlineData(".hidden")]
    [InlineData("a/b\\c")]
    [InlineData("50% off?")]
    [InlineData("Größe * [1]")]
    [InlineData("图片")]
    [InlineData("..")]
    public async Task Any_name_stays_in_its_schema_and_comes_back(string name)
    {
        await _warehouse.CreateTableAsync(name);

        Assert.Equal(name, Assert.Single(await _warehouse.ListAsync()).Name);
        Assert.Single(Directory.EnumerateDirectories(_folder.At("warehouse/main")));
        Assert.Equal(1, (await (await _warehouse.OpenAsync("main", name)).LatestAsync()).Version);
    }

    [Fact]
    public async Task A_name_must_be_there_and_fit_a_folder()
    {
        Assert.Equal(ErrorCode.InvalidInput, (await Assert.ThrowsAsync<ServerException>(() => _warehouse.StartCreateAsync("main", ""))).Code);
        Assert.Equal(ErrorCode.InvalidInput, (await Assert.ThrowsAsync<ServerException>(() => _warehouse.StartCreateAsync("main", new string('x', 300)))).Code);
    }

    [Fact]
    public async Task Schemas_hold_datasets_of_the_same_name_apart()
    {
        await _warehouse.CreateSchemaAsync("sales");
        await _warehouse.CreateTableAsync("images", rows: 1);
        var sales = await _warehouse.CreateTableAsync("images", rows: 2, schema: "sales");

        Assert.Equal("sales.images", sales.QualifiedName);
        Assert.Equal(["main", "sales"], await _warehouse.ListSchemasAsync());
        Assert.Equal(2, (await (await _warehouse.OpenAsync("Sales", "images")).LatestAsync()).Rows);
        Assert.Equal(ErrorCode.InvalidInput, (await Assert.ThrowsAsync<ServerException>(() => _warehouse.DropSchemaAsync("sales"))).Code);

        await _warehouse.DropAsync("sales", "images");
        await _warehouse.DropSchemaAsync("sales");
        Assert.Equal(["main"], await _warehouse.ListSchemasAsync());
    }

    [Fact]
    public async Task The_default_schema_needs_no_making_in_any_spelling()
    {
        Assert.Equal("main", (await _warehouse.CreateTableAsync("images", schema: "MAIN")).Schema);
        Assert.Equal(ErrorCode.InvalidInput, (await Assert.ThrowsAsync<ServerException>(() => _warehouse.DropSchemaAsync("Main"))).Code);
        Assert.Single(await _warehouse.ListAsync());
    }

    [Fact]
    public async Task Leftovers_of_a_crash_do_not_keep_a_schema()
    {
        await _warehouse.CreateSchemaAsync("sales");
        TestDatasets.WriteFile((await _warehouse.StartCreateAsync("sales", "images")).Path, 3);

        await _warehouse.DropSchemaAsync("sales");
        Assert.Equal(["main"], await _warehouse.ListSchemasAsync());
    }

    [Fact]
    public async Task A_dataset_needs_an_existing_schema()
    {
        var error = await Assert.ThrowsAsync<ServerException>(() => _warehouse.StartCreateAsync("nowhere", "images"));
        Assert.Equal(ErrorCode.NotFound, error.Code);
    }
}
