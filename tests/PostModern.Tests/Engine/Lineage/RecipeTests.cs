using PostModern.Arrow.Arrays;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;
using PostModern.Lake.Catalog;
using PostModern.Lake.Lineage;
using PostModern.Testing;

namespace PostModern.Tests.Engine.Lineage;

public sealed class RecipeTests : IAsyncLifetime
{
    private readonly EngineFixture _fixture = new();

    public async Task InitializeAsync()
    {
        await _fixture.InitializeAsync();
        foreach (var name in (string[])["a", "b", "c"])
        {
            await File.WriteAllTextAsync(Path.Combine(_fixture.Files, name + ".txt"), name);
        }
    }

    public Task DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task A_recipe_tells_which_objects_were_listed()
    {
        await using var session = _fixture.Engine.OpenSession();
        await session.RunAsync("CREATE TABLE one AS SELECT name FROM files('*.txt')");
        await session.RunAsync("CREATE TABLE two AS SELECT count(*) AS n FROM files('*.txt') AS a JOIN files('?.txt') AS b USING (name)");
        var one = (await RecipeAsync("one")).Listings!;
        var two = (await RecipeAsync("two")).Listings!;
        var single = Assert.Single(one);
        Assert.Equal(("files", "*.txt", 3L, true), (single.Function, single.Pattern, single.Count, single.IsComplete));
        Assert.Equal(["*.txt", "?.txt"], two.Select(l => l.Pattern).Order(StringComparer.Ordinal));
        Assert.All(two, l => Assert.Equal(single.Hash, l.Hash));

        await File.WriteAllTextAsync(Path.Combine(_fixture.Files, "a.txt"), "other bytes");
        await session.RunAsync("CREATE TABLE three AS SELECT name FROM files('*.txt')");
        Assert.NotEqual(single.Hash, (await RecipeAsync("three")).Listings![0].Hash);
    }

    [Fact]
    public async Task A_recipe_tells_what_models_were_given_and_with_which_options()
    {
        File.Copy(Repository.Path("samples/media/photos/zebra.jpg"), Path.Combine(_fixture.Files, "zebra.jpg"));
        await using var session = _fixture.Engine.OpenSession();
        await session.RunAsync(
            "CREATE TABLE seen AS SELECT detect(obj, threshold => 0.3) AS a, detect(obj, threshold => 0.6, on_error => 'fail') AS b FROM files('*.jpg')");
        var recipe = await RecipeAsync("seen");
        Assert.Equal(1, recipe.Objects!.Count);
        Assert.Equal(["on_error=fail,threshold=0.6", "threshold=0.3"], Options(recipe));
        Assert.StartsWith("PostModern/", recipe.Engine);

        static IEnumerable<string> Options(CommitRecipe recipe) =>
            recipe.Models.Select(m => string.Join(',', m.Options.Select(o => $"{o.Key}={o.Value}"))).Order(StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_definition_with_parameters_is_made_again_with_their_values()
    {
        await using var session = _fixture.Engine.OpenSession();
        await session.RunAsync("CREATE TABLE chosen AS SELECT name, ?::VARCHAR AS word FROM files('*.txt') WHERE size < ?", Parameters("it's", 10));
        var recipe = await RecipeAsync("chosen");
        Assert.Equal([("1", "it's"), ("2", "10")], recipe.Definition!.Parameters!.Select(p => (p.Name, p.Value)));
        await File.WriteAllTextAsync(Path.Combine(_fixture.Files, "d.txt"), "d");
        await session.RunAsync("REFRESH chosen");
        Assert.Equal(["a.txt|it's", "b.txt|it's", "c.txt|it's", "d.txt|it's"], await session.RunAsync("FROM chosen ORDER BY name"));
    }

    [Fact]
    public async Task A_definition_whose_parameters_were_too_large_to_keep_says_so()
    {
        await using var session = _fixture.Engine.OpenSession();
        await session.RunAsync("CREATE TABLE large AS SELECT length(?::VARCHAR) AS n, ?::BIGINT AS m", Parameters(new string('x', 100_000), 1));
        var error = await Assert.ThrowsAsync<ServerException>(() => session.RunAsync("REFRESH large"));
        Assert.Equal(ErrorCode.Unsupported, error.Code);
        Assert.Contains("parameters whose values were not kept", error.Message);
        Assert.Equal(["100000|1"], await session.RunAsync("FROM large"));
    }

    [Fact]
    public async Task A_definition_is_read_in_its_own_schema_and_time()
    {
        await using var session = _fixture.Engine.OpenSession();
        await session.RunAsync("CREATE SCHEMA s");
        await session.RunAsync("CREATE TABLE word AS SELECT 'main' AS w");
        await session.RunAsync("CREATE TABLE s.word AS SELECT 's' AS w");
        await session.RunAsync("USE s");
        await session.RunAsync("CREATE TABLE copied AS FROM word");
        await session.RunAsync("INSERT INTO word VALUES ('later')");
        await session.RunAsync("SET pm.as_of = '2999-01-01'");
        await session.RunAsync("CREATE TABLE main.dated AS FROM word");
        await session.RunAsync("RESET pm.as_of");
        await session.RunAsync("USE main");
        await session.RunAsync("REFRESH s.copied");
        await session.RunAsync("REFRESH dated FULL");
        Assert.Equal(["later", "s"], await session.RunAsync("FROM s.copied ORDER BY ALL"));
        Assert.Equal(2999, (await RecipeAsync("dated")).Definition!.AsOf!.Value.Year);
    }

    [Fact]
    public async Task A_recipe_from_before_definitions_were_kept_is_made_again()
    {
        await using var session = _fixture.Engine.OpenSession();
        await session.RunAsync("CREATE TABLE older AS SELECT name FROM files('*.txt')");
        var log = Path.Combine(_fixture.Warehouse, "main", "older", "_delta_log", "00000000000000000001.json");
        var kept = new CommitRecipe("CREATE TABLE older AS SELECT name FROM files('*.txt')").ToJson().ToJsonString();
        var lines = (await File.ReadAllLinesAsync(log)).Select(l => l.Contains("\"postmodern\":", StringComparison.Ordinal)
            ? l[..(l.IndexOf("\"postmodern\":", StringComparison.Ordinal) + 13)] + kept + "}}" : l);
        await File.WriteAllLinesAsync(log, lines);
        await using var engine = await _fixture.OpenAsync();
        await using var other = engine.OpenSession();
        File.Delete(Path.Combine(_fixture.Files, "a.txt"));
        await other.RunAsync("REFRESH older");
        Assert.Equal(["b.txt", "c.txt"], await other.RunAsync("FROM older ORDER BY ALL"));
    }

    [Fact]
    public async Task What_a_transaction_defines_and_then_changes_is_changed_by_hand()
    {
        await using var session = _fixture.Engine.OpenSession();
        await session.RunAsync("BEGIN");
        await session.RunAsync("CREATE TABLE both AS SELECT name FROM files('*.txt')");
        await session.RunAsync("INSERT INTO both VALUES ('z')");
        await session.RunAsync("COMMIT");
        var error = await Assert.ThrowsAsync<ServerException>(() => session.RunAsync("REFRESH both"));
        Assert.Contains("Nothing says how to make 'both' again", error.Message);
    }

    private async Task<CommitRecipe> RecipeAsync(string dataset)
    {
        var found = await new Warehouse(_fixture.Warehouse).OpenAsync("main", dataset);
        return (await found.VersionsAsync())[^1].Recipe!;
    }

    private static RecordBatch Parameters(string text, long number)
    {
        var texts = ColumnBuilder.Create(ArrowTypes.Utf8);
        texts.AppendValue(text);
        var numbers = ColumnBuilder.Create(ArrowTypes.Int64);
        numbers.AppendValue(number);
        return new RecordBatch(new Schema(new Field("1", ArrowTypes.Utf8), new Field("2", ArrowTypes.Int64)), 1, [texts.Build(), numbers.Build()]);
    }
}
