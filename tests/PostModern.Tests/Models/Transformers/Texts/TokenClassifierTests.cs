using System.Text.Json;
using PostModern.Models.Inference;
using PostModern.Models.Tasks.Entities;
using PostModern.Models.Transformers.Texts;

namespace PostModern.Tests.Models.Transformers.Texts;

/// <summary>What a text mentions is what a plain loop over the same weights labels, at its place in the text.</summary>
public sealed class TokenClassifierTests : IDisposable
{
    private readonly TinyParts _tiny = new("token-classes");
    private readonly string[] _texts = TinyModels.Expected("token-classes").GetProperty("texts").Deserialize<string[]>()!;
    private readonly string[][] _labels = TinyModels.Expected("token-classes").GetProperty("labels").Deserialize<string[][]>()!;

    private TokenClassifier Classifier => TokenClassifier.Of(_tiny.Parts);

    public void Dispose() => _tiny.Dispose();

    [Fact]
    public void Each_token_is_labelled_in_a_batch_as_alone() =>
        Assert.Equal(_labels, Classifier.Label([.. _texts.Select(Classifier.Tokenize)], CancellationToken.None));

    [Fact]
    public void Neighbours_of_a_kind_are_one()
    {
        foreach (var (found, (text, labels)) in Find(_texts).Zip(_texts.Zip(_labels)))
        {
            Assert.Equal(Joined(text.Split(' '), labels), found.Select(entity => (entity.Label, entity.Text)));
        }
    }

    [Fact]
    public void Case_blanks_and_what_the_model_does_not_know_move_no_place()
    {
        const string Text = "The\tCat  sits 😀 on the OLD\n house";
        var found = Find([Text])[0];

        Assert.NotEmpty(found);
        Assert.All(found, entity => Assert.Equal(entity.Text, InCharacters(Text, entity.Position!.Value, entity.Text)));
        Assert.Equal(
            found.Select(entity => string.Join(' ', entity.Text.ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))),
            Find(["the cat sits 😀 on the old house"])[0].Select(entity => entity.Text));
    }

    [Fact]
    public void Scores_are_the_means_of_the_probabilities_that_the_network_gives()
    {
        var classifier = Classifier;
        var row = Assert.Single(classifier.Tokenize("two dogs").Pieces).Tokens;
        using var network = TinyModels.Open("token-classes", "model");
        using var outputs = network.Run(
            [
                .. network.Inputs.Keys.Select(name => OnnxInput.Of<long>(
                    name, row.Ids.Select(id => name == "input_ids" ? id : name == "attention_mask" ? 1L : 0L).ToArray(), 1, row.Ids.Count)),
            ],
            ["logits"],
            CancellationToken.None);
        var two = outputs.ReadFloats(0).Chunk(3).ElementAt(1).Select(logit => Math.Exp(logit)).ToArray();

        Assert.Equal(two[1] / two.Sum(), Assert.Single(classifier.Find([classifier.Tokenize("two dogs")], CancellationToken.None)[0]).Score, 1e-5);
    }

    [Fact]
    public void Texts_longer_than_the_network_can_read_are_read_in_pieces()
    {
        var text = string.Join(' ', Enumerable.Repeat(_texts[0], 300));
        var found = Find([text, "", _texts[1]]);

        Assert.True(Classifier.Tokenize(text).Pieces.Count > 30);
        Assert.True(found[0].Length > 300);
        Assert.All(found[0], entity => Assert.Equal(entity.Text, InCharacters(text, entity.Position!.Value, entity.Text)));
        Assert.InRange(found[0][^1].Position!.Value, text.Length - _texts[0].Length, text.Length);
        Assert.Empty(found[1]);
        Assert.Equal(Find([_texts[1]])[0], found[2]);
    }

    [Theory]
    [InlineData("In Zürich und ZURICH", "zurich", 2, 3)]
    [InlineData("In Zürich und ZURICH", "zurich", 11, 14)]
    [InlineData("In Zürich und ZURICH", "zurich", 99, 14)]
    [InlineData("😀😀 Łódź", "łodz", 4, 5)]
    [InlineData("New -\u00a0York", "new-york", 0, 0)]
    [InlineData("ﬁne ﬁsh", "fish", 4, 4)]
    public void Letters_are_found_in_any_spelling(string text, string letters, int expected, int start) =>
        Assert.Equal(start, new TextPlaces(text).Find(letters, expected)?.Start.Value);

    [Theory]
    [InlineData("Paris", "london")]
    [InlineData("", "a")]
    [InlineData("Paris", "")]
    public void What_is_not_there_has_no_place(string text, string letters) => Assert.Null(new TextPlaces(text).Find(letters, 0));

    [Fact]
    public void The_second_of_a_name_is_found_behind_the_first()
    {
        var places = new TextPlaces("Paris, ??? and Paris");

        Assert.Equal((0..5, 15..20), (places.Find("paris", 0)!.Value, places.Find("paris", 9)!.Value));
        Assert.Null(places.Find("paris", 0));
    }

    private Entity[][] Find(string[] texts) => Classifier.Find([.. texts.Select(Classifier.Tokenize)], CancellationToken.None);

    private static string InCharacters(string text, int position, string part) =>
        string.Concat(text.EnumerateRunes().Skip(position - 1).Take(part.EnumerateRunes().Count()));

    // The words of the same part, as the labels alone say it.
    private static List<(string, string)> Joined(string[] words, string[] labels)
    {
        var parts = new List<(string Label, string Text)>();
        for (var i = 0; i < words.Length; i++)
        {
            if (labels[i] == "I-THING" && i > 0 && labels[i - 1] != "O")
            {
                parts[^1] = (parts[^1].Label, $"{parts[^1].Text} {words[i]}");
            }
            else if (labels[i] != "O")
            {
                parts.Add(("THING", words[i]));
            }
        }

        return parts;
    }
}
