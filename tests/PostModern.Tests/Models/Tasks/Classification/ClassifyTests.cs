using PostModern.Arrow.Arrays;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;
using PostModern.Models;
using PostModern.Models.Catalog;
using PostModern.Models.Signatures;

namespace PostModern.Tests.Models.Tasks.Classification;

[Collection(ModelCollection.Name)]
public sealed class ClassifyTests(ModelFixture fixture)
{
    private static readonly string[] Topics = ["sports", "politics", "technology", "cooking", "finance"];
    private static readonly string[] Complaints = ["delivery", "billing", "technical problem", "praise"];

    [Theory]
    [InlineData("The striker scored twice in the final minutes of the match.", "sports")]
    [InlineData("Parliament passed the new immigration bill after a long debate.", "politics")]
    [InlineData("The new phone has a faster chip and a better camera.", "technology")]
    [InlineData("Simmer the onions in butter until they are soft.", "cooking")]
    [InlineData("Shares fell after the company cut its profit forecast.", "finance")]
    public async Task A_text_gets_the_label_that_it_is_about(string text, string expected) =>
        Assert.Equal(expected, (await TextsAsync(ClassificationTasks.ClassifyText, [text], [Topics])).Values.GetString(0));

    [Fact]
    public async Task Labels_may_differ_from_row_to_row()
    {
        var result = await TextsAsync(
            ClassificationTasks.ClassifyText,
            ["I was charged twice for the same order.", "I was charged twice for the same order.", "My package never arrived."],
            [Complaints, ["sports", "money"], Complaints]);
        Assert.Equal(["billing", "money", "delivery"], Enumerable.Range(0, 3).Select(result.Values.GetString));
    }

    [Fact]
    public async Task Scores_are_all_labels_the_best_first_and_together_one()
    {
        var result = await TextsAsync(ClassificationTasks.ScoresOfText, ["The app crashes whenever I open the settings."], [Complaints]);
        var scores = Scores(result.Values, 0);
        Assert.Equal("technical problem", scores[0].Label);
        Assert.Equal(Complaints.Order(), scores.Select(score => score.Label).Order());
        Assert.Equal(scores.OrderByDescending(score => score.Score), scores);
        Assert.Equal(1, scores.Sum(score => score.Score), 1e-9);
        Assert.InRange(scores[0].Score, 0.3, 0.9);
    }

    [Fact]
    public async Task A_single_label_is_certain()
    {
        var result = await TextsAsync(ClassificationTasks.ScoresOfText, ["anything"], [["only"]]);
        Assert.Equal([("only", 1.0)], Scores(result.Values, 0));
    }

    [Fact]
    public async Task Null_labels_are_left_out() =>
        Assert.Equal("cooking", (await TextsAsync(ClassificationTasks.ClassifyText, ["Bake it for an hour."], [[null, "cooking", null, "sports"]])).Values.GetString(0));

    [Theory]
    [InlineData("has no labels")]
    [InlineData("has no labels", null, null)]
    [InlineData("'a' twice", "a", "b", "a")]
    [InlineData("without text", "a", " ")]
    public async Task Labels_that_are_no_choice_are_refused(string expected, params string?[] labels)
    {
        var error = Assert.Single((await TextsAsync(ClassificationTasks.ClassifyText, ["text"], [labels])).Errors);
        Assert.Equal(ErrorCode.InvalidInput, error.Code);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_thousand_labels_are_compared_and_more_are_refused()
    {
        var labels = Enumerable.Range(0, 1001).Select(i => $"label {i}").ToArray();
        var result = await TextsAsync(ClassificationTasks.ScoresOfText, ["label 77", "label 77"], [labels[..200], labels]);
        Assert.Equal(200, Scores(result.Values, 0).Count);
        Assert.Equal("label 77", Scores(result.Values, 0)[0].Label);
        Assert.Contains("at most 1000", Assert.Single(result.Errors).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("zebra.jpg", "animal")]
    [InlineData("panda.jpg", "animal")]
    [InlineData("swan.jpg", "animal")]
    [InlineData("duck.jpg", "animal")]
    [InlineData("biplane.jpg", "vehicle")]
    [InlineData("coffee.jpg", "household item")]
    public async Task A_picture_gets_the_label_of_what_is_in_it(string photo, string expected)
    {
        string[] labels = ["animal", "vehicle", "food", "household item"];
        var result = await RunAsync(ClassificationTasks.ClassifyPicture, [InputColumns.Objects(Samples.Photo(photo)), Lists([labels])]);
        Assert.Equal(expected, result.Values.GetString(0));
    }

    [Fact]
    public async Task A_picture_without_known_things_gets_one_of_the_labels_too()
    {
        string?[] labels = ["tea", "coffee"];
        var result = await RunAsync(ClassificationTasks.ClassifyPicture, [InputColumns.Objects(Samples.Photo("teapot.jpg")), Lists([labels])]);
        Assert.Contains(result.Values.GetString(0), labels);
    }

    [Theory]
    [InlineData("zebra.jpg", "zebra", 0.8)]
    [InlineData("panda.jpg", "bear", 0.8)]
    [InlineData("swan.jpg", "bird", 0.3)]
    [InlineData("duck.jpg", "bird", 0.4)]
    [InlineData("biplane.jpg", "airplane", 0.4)]
    [InlineData("beach.jpg", "person", 0.3)]
    public async Task Without_labels_a_picture_gets_the_class_with_the_highest_evidence(string photo, string expected, double atLeast)
    {
        Assert.Equal(expected, (await RunAsync(ClassificationTasks.ClassifyObject, [InputColumns.Objects(Samples.Photo(photo))])).Values.GetString(0));
        var scores = Scores((await RunAsync(ClassificationTasks.ScoresOfObject, [InputColumns.Objects(Samples.Photo(photo))])).Values, 0);
        Assert.Equal(80, scores.Count);
        Assert.Equal(expected, scores[0].Label);
        Assert.InRange(scores[0].Score, atLeast, 1);
        Assert.Equal(1, scores.Sum(score => score.Score), 1e-9);
    }

    [Fact]
    public async Task A_null_is_not_classified()
    {
        var result = await RunAsync(ClassificationTasks.ClassifyText, [InputColumns.Texts(null, "a"), Lists([Topics, null])]);
        Assert.True(result.Values.IsNull(0) && result.Values.IsNull(1));
        Assert.Equal(0, result.ModelCalls);
    }

    private Task<InferenceResult> TextsAsync(TaskSignature signature, string[] texts, string?[]?[] labels) =>
        RunAsync(signature, [InputColumns.Texts(texts), Lists(labels)]);

    private Task<InferenceResult> RunAsync(TaskSignature signature, Column[] columns) =>
        fixture.Runtime.Bind(signature, new Dictionary<string, object?>()).RunAsync(columns, InferenceUse.Cached, null, CancellationToken.None);

    private static Column Lists(string?[]?[] lists)
    {
        var builder = ColumnBuilder.Create(new ListType(ArrowTypes.Utf8));
        foreach (var list in lists)
        {
            builder.AppendValue(list);
        }

        return builder.Build();
    }

    private static IReadOnlyList<(string Label, double Score)> Scores(Column column, int row) =>
    [
        .. Assert.IsType<object?[]>(ColumnValue.Get(column, row)).Cast<Dictionary<string, object?>>()
            .Select(score => ((string)score["label"]!, (double)score["score"]!)),
    ];
}
