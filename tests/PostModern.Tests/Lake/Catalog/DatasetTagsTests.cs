using PostModern.Arrow.Errors;
using PostModern.Lake.Catalog;

namespace PostModern.Tests.Lake.Catalog;

public sealed class DatasetTagsTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly Warehouse _warehouse;

    public DatasetTagsTests() => _warehouse = new Warehouse(_folder.Path);

    [Fact]
    public async Task A_tag_says_who_made_it_when_and_why()
    {
        var dataset = await _warehouse.CreateTableAsync("images");
        await dataset.Tags.CreateAsync(await TagAsync(dataset, "Released") with { Comment = "for print" }, orReplace: false);

        var tag = Assert.Single(await dataset.Tags.ListAsync());
        Assert.Equal(("Released", 1, "ada", "for print"), (tag.Name, tag.Version, tag.User, tag.Comment));
        Assert.Equal(tag, await dataset.Tags.GetAsync("released"));
    }

    [Fact]
    public async Task Of_two_makers_of_one_tag_one_wins()
    {
        var dataset = await _warehouse.CreateTableAsync("images");
        var tag = await TagAsync(dataset, "best");

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 16).Select(version => Task.Run(async () =>
        {
            try
            {
                await dataset.Tags.CreateAsync(tag with { Version = version }, orReplace: false);
                return version;
            }
            catch (ServerException e) when (e.Code == ErrorCode.AlreadyExists)
            {
                return -1;
            }
        })));

        var winner = Assert.Single(outcomes, version => version >= 0);
        Assert.Equal(winner, (await dataset.Tags.GetAsync("best")).Version);
    }

    [Fact]
    public async Task A_tag_of_another_table_in_the_same_folder_is_none()
    {
        var dataset = await _warehouse.CreateTableAsync("images");
        var tag = await TagAsync(dataset, "best") with { TableId = "another" };
        await dataset.Tags.CreateAsync(tag, orReplace: false);

        Assert.Empty(await dataset.Tags.ListAsync());
        await Assert.ThrowsAsync<ServerException>(() => dataset.Tags.GetAsync("best"));
        await dataset.Tags.CreateAsync(await TagAsync(dataset, "best"), orReplace: false);
        Assert.Equal(1, (await dataset.Tags.GetAsync("best")).Version);
    }

    [Fact]
    public async Task A_dropped_dataset_is_not_brought_back_by_a_tag()
    {
        var dataset = await _warehouse.CreateTableAsync("images");
        var tag = await TagAsync(dataset, "best");
        await _warehouse.DropAsync("main", "images");

        var error = await Assert.ThrowsAsync<ServerException>(() => dataset.Tags.CreateAsync(tag, orReplace: true));

        Assert.Equal(ErrorCode.NotFound, error.Code);
        Assert.False(Directory.Exists(dataset.Path));
    }

    [Fact]
    public async Task A_damaged_tag_is_named()
    {
        var dataset = await _warehouse.CreateTableAsync("images");
        await dataset.Tags.CreateAsync(await TagAsync(dataset, "best"), orReplace: false);
        var file = Assert.Single(Directory.GetFiles(Path.Combine(dataset.Path, "_tags")));
        await File.WriteAllTextAsync(file, "{");

        var error = await Assert.ThrowsAsync<ServerException>(() => dataset.Tags.GetAsync("best"));

        Assert.Contains("best.json", error.Message);
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<DatasetTag> TagAsync(Dataset dataset, string name)
    {
        var latest = await dataset.LatestAsync();
        return new DatasetTag(name, latest.Version, latest.Metadata.Id, "ada", DateTimeOffset.UnixEpoch, null);
    }
}
