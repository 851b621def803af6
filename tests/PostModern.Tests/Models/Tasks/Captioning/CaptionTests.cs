namespace PostModern.Tests.Models.Tasks.Captioning;

[Collection(ModelCollection.Name)]
public sealed class CaptionTests(ModelFixture fixture)
{
    [Theory]
    [InlineData("zebra.jpg", "three zebras")]
    [InlineData("swan.jpg", "birds")]
    [InlineData("duck.jpg", "birds")]
    [InlineData("panda.jpg", "bear")]
    [InlineData("coffee.jpg", "cup")]
    [InlineData("teapot.jpg", "no recognizable objects")]
    public async Task A_photograph_is_said_in_words(string photo, string expected)
    {
        var result = await fixture.Runtime.Bind("caption", new Dictionary<string, object?>()).RunAsync(InputColumns.Objects(Samples.Photo(photo)));
        Assert.Contains(expected, result.Values.GetString(0), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Captions_do_not_depend_on_their_neighbours()
    {
        string[] photos = ["zebra.jpg", "coffee.jpg", "swan.jpg", "panda.jpg", "flamingo.jpg", "fish.jpg", "duck.jpg"];
        var model = fixture.Runtime.Bind("caption", new Dictionary<string, object?>());
        var together = await model.RunAsync(InputColumns.Objects(photos.Select(Samples.Photo)));
        for (var i = 0; i < photos.Length; i++)
        {
            var alone = await model.RunAsync(InputColumns.Objects(Samples.Photo(photos[i])));
            Assert.Equal(alone.Values.GetString(0), together.Values.GetString(i));
        }
    }
}
