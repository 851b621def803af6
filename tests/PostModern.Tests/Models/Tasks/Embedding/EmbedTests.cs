using System.Numerics.Tensors;
using PostModern.Arrow.Arrays;
using PostModern.Models.Signatures;

namespace PostModern.Tests.Models.Tasks.Embedding;

[Collection(ModelCollection.Name)]
public sealed class EmbedTests(ModelFixture fixture)
{
    [Fact]
    public async Task Texts_that_mean_the_same_lie_near_each_other()
    {
        var vectors = await EmbedAsync(
            "A cat is sleeping on the sofa.", "A kitten naps on the couch.", "The stock market fell sharply today.", "Shares dropped on Wall Street.");
        Assert.Equal(0.83f, Similarity(vectors[0], vectors[1]), 0.01f);
        Assert.Equal(0.66f, Similarity(vectors[2], vectors[3]), 0.01f);
        Assert.Equal(0.12f, Similarity(vectors[0], vectors[2]), 0.01f);
        Assert.All(vectors, vector => Assert.Equal(1, TensorPrimitives.Norm(vector), 0.0001f));
    }

    [Fact]
    public async Task A_vector_does_not_depend_on_the_texts_beside_it()
    {
        string[] texts = ["", "one", "a rather longer text about horses and carts", .. Enumerable.Range(0, 60).Select(i => $"number {i}")];
        var together = await EmbedAsync(texts);
        foreach (var i in (int[])[0, 1, 2, 40])
        {
            var alone = (await EmbedAsync(texts[i]))[0];
            Assert.True(Similarity(alone, together[i]) > 0.99999f, texts[i]);
        }
    }

    [Fact]
    public async Task A_very_long_text_is_embedded_by_its_beginning()
    {
        var text = string.Concat(Enumerable.Repeat("the weather is fine today ", 4000));
        var vectors = await EmbedAsync(text, text + " and the market fell");
        Assert.True(Similarity(vectors[0], vectors[1]) > 0.99999f);
    }

    [Fact]
    public async Task A_picture_lies_near_words_for_what_it_shows()
    {
        var result = await fixture.Runtime.Bind("embed", new Dictionary<string, object?>(), InputKind.Object)
            .RunAsync(InputColumns.Objects(Samples.Photo("zebra.jpg"), Samples.Photo("coffee.jpg")));
        var words = await EmbedAsync("striped animals in Africa", "a hot drink");
        var (zebra, coffee) = (Vector(result.Values, 0), Vector(result.Values, 1));
        Assert.True(Similarity(zebra, words[0]) > Similarity(coffee, words[0]));
        Assert.True(Similarity(coffee, words[1]) > Similarity(zebra, words[1]));
    }

    private async Task<float[][]> EmbedAsync(params string[] texts)
    {
        var result = await fixture.Runtime.Bind("embed", new Dictionary<string, object?>(), InputKind.Text).RunAsync(InputColumns.Texts(texts));
        Assert.Empty(result.Errors);
        return [.. Enumerable.Range(0, texts.Length).Select(row => Vector(result.Values, row))];
    }

    private static float[] Vector(Column column, int row) => column.Children[0].Values<float>().Slice(row * 512, 512).ToArray();

    private static float Similarity(float[] a, float[] b) => TensorPrimitives.Dot(a, b);
}
