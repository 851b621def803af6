using System.Globalization;
using System.Text.Json.Nodes;
using PostModern.Arrow.Errors;
using PostModern.Engine;
using PostModern.Engine.OpenLineage;
using PostModern.Testing;

namespace PostModern.Tests.Engine.Lineage;

public sealed class OpenLineageTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("postmodern-openlineage-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_statement_that_makes_a_version_is_a_run_with_what_it_read_and_wrote()
    {
        await using var collector = new Collector();
        LineageEvents sender;
        await using (var engine = await OpenAsync(new OpenLineageOptions(collector.Url, "secret")))
        {
            sender = engine.LineageEvents!;
            await using var session = engine.OpenSession();
            await session.RunAsync("CREATE TABLE numbers AS SELECT 1 AS n, 'one' AS word");
            await session.RunAsync("CREATE TABLE names AS SELECT word AS name, n + 1 AS next FROM numbers");
        }

        var events = collector.Events;
        Assert.Equal((4, 0), (sender.Sent, sender.Dropped));
        Assert.All(events, AssertRunEvent);
        Assert.Equal(["START", "COMPLETE", "START", "COMPLETE"], events.Select(e => Text(e, "eventType")));
        Assert.Equal(("/api/v1/lineage", "Bearer secret"), (collector.Path, collector.Authorization));
        Assert.Equal(Text(events[2], "run", "runId"), Text(events[3], "run", "runId"));
        Assert.NotEqual(Text(events[0], "run", "runId"), Text(events[2], "run", "runId"));
        Assert.Equal("main.names", Text(events[3], "job", "name"));
        Assert.StartsWith("CREATE TABLE names", Text(events[3], "job", "facets", "sql", "query"));

        var input = events[3]["inputs"]!.AsArray().Single()!.AsObject();
        Assert.Equal(Path.Combine(_folder.FullName, "warehouse", "main", "numbers"), Text(input, "name"));
        Assert.Equal("1", Text(input, "facets", "version", "datasetVersion"));
        var output = events[3]["outputs"]!.AsArray().Single()!.AsObject();
        Assert.Equal("1", Text(output, "facets", "version", "datasetVersion"));
        Assert.Equal(
            ["name VARCHAR", "next INTEGER"],
            output["facets"]!["schema"]!["fields"]!.AsArray().Select(f => $"{f!["name"]} {f["type"]}"));
        var columns = output["facets"]!["columnLineage"]!["fields"]!.AsObject();
        Assert.Equal(["name"], columns.Select(c => c.Key));
        Assert.Equal("word", columns["name"]!["inputFields"]![0]!["field"]!.GetValue<string>());
        Assert.Equal(Text(input, "name"), columns["name"]!["inputFields"]![0]!["name"]!.GetValue<string>());
    }

    [Fact]
    public async Task Models_are_told_with_their_digests()
    {
        await using var collector = new Collector();
        await using var engine = await OpenAsync(new OpenLineageOptions(collector.Url));
        await using var session = engine.OpenSession();
        File.Copy(Repository.Path("samples/media/photos/zebra.jpg"), Path.Combine(_folder.FullName, "zebra.jpg"));
        await session.RunAsync("CREATE TABLE seen AS SELECT detect(obj, threshold => 0.5) AS seen FROM files('*.jpg')");
        var complete = (await collector.WaitAsync(2))[1];
        AssertRunEvent(complete);
        var model = complete["run"]!["facets"]!["postmodern_models"]!["models"]!.AsArray().Single()!.AsObject();
        Assert.Equal(("nanodet", "detect", 64), (Text(model, "name"), Text(model, "task"), Text(model, "digest").Length));
        Assert.Equal("0.5", Text(model, "options", "threshold"));
        Assert.Equal("*.jpg", Text(complete["inputs"]![0]!.AsObject(), "name"));
    }

    [Fact]
    public async Task A_failure_is_told_and_so_is_a_statement_that_found_nothing_to_do()
    {
        await using var collector = new Collector();
        await using var engine = await OpenAsync(new OpenLineageOptions(collector.Url));
        await using var session = engine.OpenSession();
        await session.RunAsync("CREATE TABLE t AS SELECT 1 AS n");
        await Assert.ThrowsAsync<ServerException>(() => session.RunAsync("INSERT INTO t SELECT CAST(word AS INTEGER) FROM (VALUES ('x')) AS w(word)"));
        await session.RunAsync("DELETE FROM t WHERE n = 5");
        await session.RunAsync("SELECT * FROM t");
        var events = await collector.WaitAsync(6);
        Assert.All(events, AssertRunEvent);
        Assert.Equal(["START", "FAIL", "START", "COMPLETE"], events.Skip(2).Select(e => Text(e, "eventType")));
        Assert.Contains("Could not convert", Text(events[3], "run", "facets", "errorMessage", "message"));
        Assert.Empty(events[5]["outputs"]!.AsArray());
    }

    [Fact]
    public async Task A_transaction_is_told_when_it_commits_and_not_when_it_is_rolled_back()
    {
        await using var collector = new Collector();
        await using (var engine = await OpenAsync(new OpenLineageOptions(collector.Url)))
        {
            await using var session = engine.OpenSession();
            await session.RunAsync("BEGIN");
            await session.RunAsync("CREATE TABLE a AS SELECT 1 AS n");
            await session.RunAsync("INSERT INTO a VALUES (2)");
            await session.RunAsync("CREATE TABLE b AS SELECT 1 AS n");
            await session.RunAsync("COMMIT");
            await session.RunAsync("BEGIN");
            await session.RunAsync("INSERT INTO a VALUES (3)");
            await session.RunAsync("ROLLBACK");
        }

        Assert.Equal(
            ["START main.a", "COMPLETE main.a", "START main.b", "COMPLETE main.b"],
            collector.Events.Select(e => $"{Text(e, "eventType")} {Text(e, "job", "name")}"));
        Assert.All(collector.Events, AssertRunEvent);
    }

    [Fact]
    public async Task A_collector_that_refuses_or_is_away_disturbs_nobody_and_is_counted()
    {
        var log = new List<string>();
        await using var collector = new Collector { Status = 400 };
        await using var engine = await OpenAsync(new OpenLineageOptions(collector.Url));
        engine.LineageEvents!.Log = log.Add;
        await using var session = engine.OpenSession();
        await session.RunAsync("CREATE TABLE t AS SELECT 1 AS n");
        await collector.WaitAsync(2);
        for (var waited = 0; engine.LineageEvents.Dropped < 2 && waited < 200; waited++)
        {
            await Task.Delay(20);
        }

        Assert.Equal((0, 2), (engine.LineageEvents.Sent, engine.LineageEvents.Dropped));
        Assert.Contains("was dropped (1 so far): the collector answered 400.", log[0]);

        await using var lonely = await OpenAsync(new OpenLineageOptions(new Uri("http://127.0.0.1:9")));
        await using var other = lonely.OpenSession();
        for (var i = 0; i < 600; i++)
        {
            lonely.LineageEvents!.Start(Guid.NewGuid(), "main.t", "SELECT 1", [], new Dictionary<string, DatasetField>());
            lonely.LineageEvents.Start(Guid.NewGuid(), "main.t", "SELECT 1", [], new Dictionary<string, DatasetField>());
        }

        Assert.Equal(["1"], await other.RunAsync("FROM t"));
        Assert.InRange(lonely.LineageEvents!.Dropped, 1, 1200);
    }

    [Theory]
    [InlineData("http://collector:5000", "http://collector:5000/api/v1/lineage")]
    [InlineData("http://collector:5000/events?x=1", "http://collector:5000/events?x=1")]
    public void A_url_without_a_path_means_the_usual_one(string url, string endpoint) =>
        Assert.Equal(new Uri(endpoint), OpenLineageOptions.Read(url)!.Endpoint);

    [Fact]
    public void A_url_that_is_none_is_refused() =>
        Assert.Equal(ErrorCode.InvalidInput, Assert.Throws<ServerException>(() => OpenLineageOptions.Read("collector:5000")).Code);

    [Theory]
    [InlineData("/data/main/x", "file", "/data/main/x")]
    [InlineData("s3://bucket/lake/main/x", "s3://bucket", "lake/main/x")]
    public void Places_are_named_as_the_specification_says(string location, string place, string name) =>
        Assert.Equal((place, name), RunEvent.NameOf(location));

    /// <summary>What OpenLineage's JSON schema 2-0-2 requires of a run event, and of every facet in it.</summary>
    private static void AssertRunEvent(JsonObject json)
    {
        Assert.Contains(Text(json, "eventType"), (string[])["START", "RUNNING", "COMPLETE", "ABORT", "FAIL", "OTHER"]);
        Assert.True(DateTimeOffset.TryParse(Text(json, "eventTime"), CultureInfo.InvariantCulture, out _));
        Assert.True(Uri.TryCreate(Text(json, "producer"), UriKind.Absolute, out _));
        Assert.EndsWith("#/$defs/RunEvent", Text(json, "schemaURL"));
        Assert.True(Guid.TryParse(Text(json, "run", "runId"), out _));
        Assert.NotEmpty(Text(json, "job", "namespace"));
        Assert.NotEmpty(Text(json, "job", "name"));
        var datasets = json["inputs"]!.AsArray().Concat(json["outputs"]!.AsArray()).Select(d => d!.AsObject()).ToList();
        Assert.All(datasets, d => Assert.NotEmpty(Text(d, "namespace") + Text(d, "name")));
        var facets = datasets.SelectMany(d => Facets(d, "facets").Concat(Facets(d, "outputFacets")))
            .Concat(Facets(json["run"]!, "facets")).Concat(Facets(json["job"]!, "facets"));
        Assert.All(facets, facet =>
        {
            Assert.True(Uri.TryCreate(Text(facet, "_producer"), UriKind.Absolute, out _));
            Assert.True(Uri.TryCreate(Text(facet, "_schemaURL"), UriKind.Absolute, out _));
        });
    }

    private static IEnumerable<JsonObject> Facets(JsonNode node, string name) =>
        node[name] is JsonObject facets ? facets.Select(f => f.Value!.AsObject()) : [];

    private static string Text(JsonObject json, params string[] path) => path.Aggregate((JsonNode)json, (node, name) => node[name]!).GetValue<string>();

    private Task<QueryEngine> OpenAsync(OpenLineageOptions options) => QueryEngine.OpenAsync(
        new EngineOptions { Warehouse = Path.Combine(_folder.FullName, "warehouse"), FilesRoot = _folder.FullName, OpenLineage = options },
        CancellationToken.None);
}
