using PostModern.Arrow.Arrays;
using PostModern.Arrow.Errors;
using PostModern.Models.Signatures;

namespace PostModern.Tests.Models.Tasks.Detection;

[Collection(ModelCollection.Name)]
public sealed class DetectTests(ModelFixture fixture)
{
    [Fact]
    public async Task Zebras_are_found_where_they_stand()
    {
        var zebras = await DetectAsync("zebra.jpg", []);
        Assert.Equal(3, zebras.Count);
        Assert.All(zebras, zebra => Assert.Equal("zebra", zebra["label"]));
        var box = Assert.IsType<Dictionary<string, object?>>(zebras[0]["box"]);
        Assert.InRange((float)box["x"]!, 270, 310);
        Assert.InRange((float)box["y"]!, 0, 50);
        Assert.InRange((float)box["w"]!, 290, 350);
        Assert.InRange((float)box["h"]!, 470, 533);
        Assert.InRange((float)zebras[0]["score"]!, 0.7f, 1f);
        Assert.True(zebras.Zip(zebras.Skip(1)).All(pair => (float)pair.First["score"]! >= (float)pair.Second["score"]!));
    }

    [Fact]
    public async Task A_picture_without_known_things_gives_an_empty_list() => Assert.Empty(await DetectAsync("teapot.jpg", []));

    [Fact]
    public async Task A_threshold_decides_what_counts()
    {
        Assert.Single(await DetectAsync("zebra.jpg", new() { ["threshold"] = 0.7m }));
        Assert.True((await DetectAsync("zebra.jpg", new() { ["threshold"] = 0.1 })).Count > 3);
    }

    [Theory]
    [InlineData(0.01)]
    [InlineData(2)]
    [InlineData("high")]
    public void A_threshold_that_makes_no_sense_is_refused(object threshold)
    {
        var error = Assert.Throws<ServerException>(
            () => fixture.Runtime.Bind("detect", new Dictionary<string, object?> { ["threshold"] = threshold }));
        Assert.Equal(ErrorCode.InvalidInput, error.Code);
        Assert.Contains("threshold", error.Message, StringComparison.Ordinal);
    }

    private async Task<IReadOnlyList<Dictionary<string, object?>>> DetectAsync(string photo, Dictionary<string, object?> options)
    {
        var result = await fixture.Runtime.Bind("detect", options, InputKind.Object).RunAsync(InputColumns.Objects(Samples.Photo(photo)));
        Assert.Empty(result.Errors);
        return [.. Assert.IsType<object?[]>(ColumnValue.Get(result.Values, 0)).Cast<Dictionary<string, object?>>()];
    }
}
