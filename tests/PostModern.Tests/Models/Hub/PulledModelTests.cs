using PostModern.Arrow.Types;
using PostModern.Models;
using PostModern.Models.Hub;
using PostModern.Models.Signatures;
using PostModern.Tests.Models.Transformers;

namespace PostModern.Tests.Models.Hub;

/// <summary>A model from a hub is used as the default ones are: by its name, or alone for what no other does.</summary>
public sealed class PulledModelTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pulled-").FullName;

    private ModelRuntime Runtime { get; set; } = null!;

    public async Task InitializeAsync()
    {
        foreach (var model in (string[])["sentence", "text-classes", "image-classes", "clip", "caption"])
        {
            await using var server = await HubServer.StartAsync(TinyModels.Folder(model), largeBytes: 0);
            await ModelHub.PullAsync("hf://org/tiny", new HubOptions { ModelFolder = _folder, Endpoint = server.Endpoint, Token = null }, model);
        }

        Runtime = new ModelRuntime(ModelFixture.Options with { ModelFolder = _folder });
    }

    public async Task DisposeAsync()
    {
        await Runtime.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Texts_are_classified_among_the_classes_of_the_only_model_that_can()
    {
        var values = (await Bind("classify", InputKind.Text).RunAsync(InputColumns.Texts("the cat sits on the old house", null))).Values;
        var best = TinyModels.Expected("text-classes").GetProperty("scores")[0].EnumerateArray().Select(score => score.GetDouble()).Index().MaxBy(score => score.Item).Index;
        Assert.Equal(((string[])["sad", "glad", "angry"])[best], values.GetString(0));
        Assert.True(values.IsNull(1));
    }

    [Theory]
    [InlineData("sentence", 16)]
    [InlineData("clip", 8)]
    public async Task Vectors_have_the_length_that_binding_says(string model, int length)
    {
        var bound = Bind("embed", InputKind.Text, model);
        Assert.Equal(new FixedSizeListType(ArrowTypes.Float32, length), bound.ResultType);
        Assert.False((await bound.RunAsync(InputColumns.Texts("two dogs"))).Values.IsNull(0));
    }

    [Fact]
    public async Task Pictures_are_captioned_classified_and_embedded()
    {
        var photo = InputColumns.Objects(Samples.Photo("zebra.jpg"));
        Assert.NotEqual("", (await Bind("caption", InputKind.Object).RunAsync(photo)).Values.GetString(0));
        Assert.Contains((await Bind("classify", InputKind.Object).RunAsync(photo)).Values.GetString(0), (string[])["cat", "dog", "boat", "plane"]);
        Assert.False((await Bind("embed", InputKind.Object).RunAsync(photo)).Values.IsNull(0));
    }

    [Fact]
    public async Task A_picture_that_is_none_is_the_error_of_its_row()
    {
        var result = await Bind("classify", InputKind.Object).RunAsync(InputColumns.Objects(Samples.Photo("zebra.jpg"), TinyModels.Folder("clip") + "/config.json"));
        Assert.False(result.Values.IsNull(0));
        Assert.Equal(1, Assert.Single(result.Errors).Row);
    }

    private BoundModel Bind(string function, InputKind input, string? model = null) =>
        Runtime.Bind(function, new Dictionary<string, object?> { ["model"] = model }, input);
}
