using PostModern.Specs.Hosting;

namespace PostModern.Specs.Samples;

/// <summary>The programs of samples/ado-net, on one server.</summary>
public sealed class SampleTests : IAsyncLifetime
{
    private SpecServer _server = null!;

    public async Task InitializeAsync() => _server = await SpecServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Every_sample_prints_what_it_says()
    {
        var printed = new Dictionary<string, string>();
        foreach (var (name, run) in PostModern.Samples.SampleList.All)
        {
            using var output = new StringWriter();
            await run($"Host=127.0.0.1;Port={_server.Port}", output);
            printed[name] = output.ToString().ReplaceLineEndings("\n").TrimEnd();
        }

        Assert.Equal("Cities: Oslo, Porto\nShops: Fjord in Oslo, Douro in Porto, Ribeira in Porto\nSum of numbers that were never all in memory: 4999950000", printed["dapper"]);
        Assert.Equal("0: edited\n1: item 1\n2: item 2", printed["data-table"]);
        Assert.Equal(
            "3 rows written back with UPDATE \"sample_stock\" SET \"id\" = @p1, \"name\" = @p2, \"pieces\" = @p3 WHERE (((@p4 = 1 AND \"id\" IS NULL) OR (\"id\" = @p5)) "
            + "AND ((@p6 = 1 AND \"name\" IS NULL) OR (\"name\" = @p7)) AND ((@p8 = 1 AND \"pieces\" IS NULL) OR (\"pieces\" = @p9)))\nVersions: 2",
            printed["data-adapter"]);
        Assert.Equal("n = 0, rest = 0\nn = 1, rest = 1\nn = 2, rest = 0", printed["any-provider"]);
        Assert.Equal("1000000 rows, 499999500000", printed["arrow"]);
        Assert.Equal("200000 rows stored\n10 averages stored", printed["bulk-copy"]);
        Assert.Matches("(?s)^.*100 ?%\nResult: 1350000$", printed["progress"]);
        Assert.Matches("^beach.jpg: image/jpeg, [0-9]+ bytes, begins with FFD8FF\nbiplane.jpg: .*\ncoffee.jpg: .*$", printed["objects"]);
        Assert.Equal(8, printed.Count);
    }
}
