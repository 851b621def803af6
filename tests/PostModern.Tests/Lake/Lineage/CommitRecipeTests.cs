using System.Text.Json.Nodes;
using PostModern.Lake.Catalog;
using PostModern.Lake.Delta;
using PostModern.Lake.Lineage;
using PostModern.Tests.Lake.Catalog;

namespace PostModern.Tests.Lake.Lineage;

public sealed class CommitRecipeTests
{
    private static CommitRecipe Full => new("CREATE TABLE t AS SELECT caption(obj) FROM files('süß/*') -- \"all\"")
    {
        Inputs = [new DatasetInput("main", "photos", 7)],
        Objects = new ObjectInput(200, "ab12"),
        Models = [new ModelUse("nano", "caption", "sha256:77") { Options = new Dictionary<string, string> { ["on_error"] = "fail" } }],
        User = "ada",
        Started = new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero),
        Finished = new DateTimeOffset(2026, 1, 2, 3, 4, 6, TimeSpan.Zero),
        Rows = 200,
        ModelCalls = 150,
        CacheHits = 50,
    };

    [Fact]
    public async Task A_recipe_comes_back_from_the_log()
    {
        using var folder = new TestFolder();
        await using var draft = await new Warehouse(folder.Path).StartCreateAsync("main", "t");
        var description = new CommitDescription("CREATE TABLE AS SELECT") { Recipe = Full.ToJson() };
        var dataset = await draft.PublishAsync(TestDatasets.Columns, [], description);

        var version = Assert.Single(await dataset.VersionsAsync());
        Assert.Equal(Full.ToJson().ToJsonString(), version.Recipe!.ToJson().ToJsonString());
        Assert.Equal(Full.Sql, version.Sql);
        Assert.Equal("ada", version.User);
        Assert.Equal(Full.Started, version.Recipe.Started);
        Assert.Equal("fail", version.Recipe.Models[0].Options["on_error"]);
        Assert.Equal(Full.Inputs, version.Recipe.Inputs);
    }

    [Fact]
    public void A_recipe_is_plain_json_that_anyone_can_read()
    {
        var json = Full.ToJson();
        Assert.Equal(
            ["sql", "inputs", "objects", "models", "user", "started", "finished", "rows", "modelCalls", "cacheHits"], json.Select(p => p.Key));
        Assert.Equal("""[{"schema":"main","name":"photos","version":7}]""", json["inputs"]!.ToJsonString());
        Assert.Equal("""{"count":200,"hash":"ab12"}""", json["objects"]!.ToJsonString());
    }

    [Theory]
    [InlineData("""{"sql":5}""")]
    [InlineData("""{"declares":"t"}""")]
    [InlineData("""{"sql":"SELECT 1","models":"none"}""")]
    public void A_recipe_that_is_not_ours_is_none(string json) =>
        Assert.Null(CommitRecipe.From(new CommitInfo(1, "WRITE") { Recipe = JsonNode.Parse(json)!.AsObject() }));

    [Fact]
    public void A_recipe_with_keys_of_a_later_time_is_read()
    {
        var json = JsonNode.Parse("""{"sql":"SELECT 1","planned":{"a":1}}""")!.AsObject();
        Assert.Equal("SELECT 1", CommitRecipe.From(new CommitInfo(1, "WRITE") { Recipe = json })!.Sql);
        Assert.Null(CommitRecipe.From(new CommitInfo(1, "WRITE")));
        Assert.Null(CommitRecipe.From(null));
    }
}
