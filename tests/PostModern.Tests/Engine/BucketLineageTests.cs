using PostModern.Engine.Sessions;
using PostModern.Tests.Lake.S3;

namespace PostModern.Tests.Engine;

/// <summary>Datasets that are made of a bucket's objects, in a bucket, know what they were made of.</summary>
public sealed class BucketLineageTests : IAsyncLifetime
{
    private readonly BucketEngines _engines = new();

    public Task InitializeAsync() => _engines.InitializeAsync();

    public Task DisposeAsync() => _engines.DisposeAsync();

    [S3Fact]
    public async Task Refreshing_makes_only_the_rows_of_new_and_changed_objects_in_any_engine()
    {
        await using var first = _engines.First.OpenSession();
        await using var second = _engines.Second.OpenSession();
        await PutAsync("a.txt", "one");
        await PutAsync("b.txt", "two");
        await first.RunAsync($"CREATE TABLE t AS SELECT name, size FROM s3('{_engines.Bucket}/in/*.txt')");
        await PutAsync("b.txt", "three");
        await PutAsync("c.txt", "fourth");

        Assert.StartsWith("t: incremental refresh (each row comes from one object): 1 added, 1 changed, 0 removed", await RefreshAsync(second), StringComparison.Ordinal);
        Assert.Equal(["a.txt|3", "b.txt|5", "c.txt|6"], await first.RunAsync("FROM t ORDER BY name"));
        Assert.StartsWith("t: incremental refresh (each row comes from one object): 0 added, 0 changed, 0 removed", await RefreshAsync(first), StringComparison.Ordinal);
        Assert.Equal(["a.txt|3", "b.txt|3"], await second.RunAsync("FROM t AS OF VERSION 1 ORDER BY name"));
        Assert.StartsWith("t: full refresh", await RefreshAsync(second, "REFRESH t FULL"), StringComparison.Ordinal);
        Assert.Equal(["2"], await second.RunAsync("SELECT max(version) FROM pm.versions('t')"));
    }

    [S3Fact]
    public async Task Datasets_that_were_appended_to_are_refreshed_by_what_was_appended()
    {
        await using var first = _engines.First.OpenSession();
        await using var second = _engines.Second.OpenSession();
        await first.RunAsync("CREATE TABLE t AS SELECT i AS n FROM range(10) _(i)");
        await first.RunAsync("CREATE TABLE even AS SELECT n FROM t WHERE n % 2 = 0");
        await first.RunAsync("INSERT INTO t SELECT i FROM range(10, 20) _(i)");
        Assert.StartsWith("even: incremental refresh ('t' was only appended to): 5 added", await RefreshAsync(second, "REFRESH even"), StringComparison.Ordinal);
        Assert.Equal(["10|90"], await first.RunAsync("SELECT count(*), CAST(sum(n) AS BIGINT) FROM even"));
    }

    [S3Fact]
    public async Task The_difference_of_versions_and_a_check_of_the_recipe_fetch_what_they_read()
    {
        await using var first = _engines.First.OpenSession();
        await using var second = _engines.Second.OpenSession();
        await PutAsync("a.txt", "one");
        await first.RunAsync($"CREATE TABLE t AS SELECT name, size FROM s3('{_engines.Bucket}/in/*.txt')");
        Assert.Contains($"row|s3://{_engines.Bucket}/in/a.txt|ok|NULL", await second.RunAsync("VERIFY t SAMPLE 1"));
        await PutAsync("b.txt", "two");
        await first.RunAsync("REFRESH t");

        await using var late = (await _engines.OpenAsync("late")).OpenSession();
        Assert.Equal(["A|b.txt"], await late.RunAsync("SELECT change, key FROM pm.diff('t', 1, 2)"));
        Assert.Equal([$"s3('{_engines.Bucket}/in/*.txt')|2"], await late.RunAsync("SELECT name, objects FROM pm.lineage('t') WHERE kind = 'object'"));
    }

    private static async Task<string> RefreshAsync(Session session, string sql = "REFRESH t")
    {
        await using var statement = await session.PrepareAsync(sql, CancellationToken.None);
        await using var result = await statement.ExecuteAsync(null, CancellationToken.None);
        return Assert.Single(result.Statistics.Warnings);
    }

    private async Task PutAsync(string name, string content)
    {
        using var client = S3Server.Client(await S3Server.EndpointAsync());
        await client.PutObjectAsync(new() { BucketName = _engines.Bucket, Key = $"in/{name}", ContentBody = content });
    }
}
