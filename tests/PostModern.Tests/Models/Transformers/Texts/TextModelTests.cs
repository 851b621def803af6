using System.Text.Json;
using PostModern.Arrow.Errors;
using PostModern.Models.Transformers.Texts;

namespace PostModern.Tests.Models.Transformers.Texts;

/// <summary>Texts in batches have the answers that each has alone, in a plain loop over the same weights.</summary>
public sealed class TextModelTests
{
    [Theory]
    [InlineData("mean")]
    [InlineData("cls")]
    public void Sentences_are_embedded_as_pooling_and_weights_say(string mode)
    {
        using var tiny = new TinyParts("sentence");
        var expected = TinyModels.Expected("sentence");
        var texts = expected.GetProperty("texts").Deserialize<string[]>()!;
        var embedder = new SentenceEmbedder(TextNetwork.Of(tiny.Parts, "model"), new Pooling(mode, IsUnit: true));
        var vectors = embedder.Embed([.. texts.Select(embedder.Tokenize)], CancellationToken.None);
        AssertClose(expected.GetProperty(mode).Deserialize<float[][]>()!, vectors, 1e-5f);
    }

    [Fact]
    public void The_pooling_is_that_of_the_models_own_files()
    {
        using var tiny = new TinyParts("sentence");
        var expected = TinyModels.Expected("sentence");
        var embedder = SentenceEmbedder.Of(tiny.Parts);
        var vectors = embedder.Embed([.. expected.GetProperty("texts").Deserialize<string[]>()!.Select(embedder.Tokenize)], CancellationToken.None);
        AssertClose(expected.GetProperty("mean").Deserialize<float[][]>()!, vectors, 1e-5f);
        Assert.Equal(16, SentenceEmbedder.DimensionsOf(tiny.Model));
    }

    [Theory]
    [InlineData("""{"pooling_mode_cls_token": true, "pooling_mode_mean_tokens": false}""", "cls")]
    [InlineData("""{"pooling_mode_max_tokens": true}""", "max")]
    [InlineData("""{"pooling_mode_lasttoken": true}""", "last")]
    public void Each_mode_of_pooling_is_read(string json, string mode)
    {
        var modules = Json("""[{"type": "sentence_transformers.models.Transformer"}, {"type": "sentence_transformers.models.Pooling"}]""");
        Assert.Equal(new Pooling(mode, IsUnit: false), Pooling.Read(modules, Json(json)));
    }

    [Fact]
    public void A_module_that_is_not_known_is_named()
    {
        var modules = Json("""[{"type": "sentence_transformers.models.Transformer"}, {"type": "sentence_transformers.models.Dense"}]""");
        Assert.Contains("'Dense'", Assert.Throws<ServerException>(() => Pooling.Read(modules, null)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Padding_counts_in_no_pooling()
    {
        float[] tokens = [1, -4, 3, 2, 99, 99];
        Assert.Equal([2, -1], new Pooling("mean", IsUnit: false).Apply(tokens, 2, 2));
        Assert.Equal([3, 2], new Pooling("max", IsUnit: false).Apply(tokens, 2, 2));
        Assert.Equal([3, 2], new Pooling("last", IsUnit: false).Apply(tokens, 2, 2));
        Assert.Equal([1, -4], new Pooling("cls", IsUnit: false).Apply(tokens, 2, 2));
    }

    [Fact]
    public void Texts_are_classified_with_the_scores_of_their_classes()
    {
        using var tiny = new TinyParts("text-classes");
        var expected = TinyModels.Expected("text-classes");
        var classifier = TextClassifier.Of(tiny.Parts);
        var ranked = classifier.Classify([.. expected.GetProperty("texts").Deserialize<string[]>()!.Select(classifier.Tokenize)], CancellationToken.None);
        string[] labels = ["sad", "glad", "angry"];
        AssertClose(
            expected.GetProperty("scores").Deserialize<float[][]>()!,
            [.. ranked.Select(scores => labels.Select(label => (float)scores.Single(scored => scored.Label == label).Score).ToArray())],
            1e-5f);
        Assert.All(ranked, scores => Assert.Equal(scores.OrderByDescending(scored => scored.Score), scores));
    }

    [Fact]
    public void A_model_without_a_tokenizer_says_what_it_lacks()
    {
        using var tiny = new TinyParts("sentence", without: "tokenizer.json");
        Assert.Contains("no tokenizer.json", Assert.Throws<ServerException>(() => SentenceEmbedder.Of(tiny.Parts)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_longer_than_the_model_can_read_is_cut()
    {
        using var tiny = new TinyParts("sentence");
        var embedder = SentenceEmbedder.Of(tiny.Parts);
        var row = embedder.Tokenize(string.Concat(Enumerable.Repeat("cat ", 1000)));
        Assert.Equal(64, row.Ids.Count);
        Assert.Equal(2, row.Ids[^1]);
        Assert.Single(embedder.Embed([row], CancellationToken.None));
    }

    private static JsonElement Json(string text) => JsonSerializer.Deserialize<JsonElement>(text);

    private static void AssertClose(float[][] expected, float[][] actual, float tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        foreach (var (wanted, got) in expected.Zip(actual))
        {
            Assert.Equal(wanted.Length, got.Length);
            Assert.All(wanted.Zip(got), pair => Assert.Equal(pair.First, pair.Second, tolerance));
        }
    }
}
