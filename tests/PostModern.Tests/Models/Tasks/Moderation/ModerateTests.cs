using PostModern.Arrow.Arrays;
using PostModern.Arrow.Errors;
using PostModern.Models.Signatures;

namespace PostModern.Tests.Models.Tasks.Moderation;

[Collection(ModelCollection.Name)]
public sealed class ModerateTests(ModelFixture fixture)
{
    [Theory]
    [InlineData("zebra.jpg", "neutral", 0.9)]
    [InlineData("beach.jpg", "neutral", 0.9)]
    [InlineData("coffee.jpg", "neutral", 0.9)]
    [InlineData("flowers.jpg", "neutral", 0.9)]
    [InlineData("swan.jpg", "neutral", 0.9)]
    [InlineData("teapot.jpg", "neutral", 0.8)]
    [InlineData("panda.jpg", "drawing", 0.9)]
    public async Task Harmless_photographs_are_not_flagged(string photo, string kind, float atLeast)
    {
        var scores = await ModerateAsync(photo, []);
        Assert.Equal(["drawing", "hentai", "neutral", "porn", "sexy", "flagged"], scores.Keys);
        Assert.Equal(1, scores.Values.OfType<float>().Sum(), 1e-3f);
        Assert.InRange((float)scores[kind]!, atLeast, 1f);
        Assert.False((bool)scores["flagged"]!);
    }

    [Fact]
    public async Task A_threshold_decides_what_is_flagged()
    {
        // The cup of coffee has 0.033 of hentai, porn and sexy together.
        Assert.True((bool)(await ModerateAsync("coffee.jpg", new() { ["threshold"] = 0.02 }))["flagged"]!);
        Assert.False((bool)(await ModerateAsync("coffee.jpg", new() { ["threshold"] = 0.1 }))["flagged"]!);
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.5)]
    [InlineData("high")]
    public void A_threshold_that_makes_no_sense_is_refused(object threshold)
    {
        var error = Assert.Throws<ServerException>(
            () => fixture.Runtime.Bind("moderate", new Dictionary<string, object?> { ["threshold"] = threshold }));
        Assert.Equal(ErrorCode.InvalidInput, error.Code);
    }

    private async Task<Dictionary<string, object?>> ModerateAsync(string photo, Dictionary<string, object?> options)
    {
        var result = await fixture.Runtime.Bind("moderate", options, InputKind.Object).RunAsync(InputColumns.Objects(Samples.Photo(photo)));
        Assert.Empty(result.Errors);
        return Assert.IsType<Dictionary<string, object?>>(ColumnValue.Get(result.Values, 0));
    }
}
