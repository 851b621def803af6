using PostModern.Arrow.Arrays;
using PostModern.Models.Signatures;

namespace PostModern.Tests.Models.Tasks.Sentiment;

[Collection(ModelCollection.Name)]
public sealed class SentimentTests(ModelFixture fixture)
{
    /// <summary>None of them was trained on; half praise, half complain.</summary>
    private static readonly (string Text, bool IsPraise)[] HeldOut =
    [
        ("The battery died after two days, total waste of money.", false),
        ("Absolutely love this jacket, fits perfectly!", true),
        ("Shipping was slow and the box arrived crushed.", false),
        ("Best purchase I've made all year.", true),
        ("The staff were rude and unhelpful.", false),
        ("Great sound quality for the price.", true),
        ("It stopped working after a week and support ignored me.", false),
        ("My kids can't stop playing with it, highly recommend.", true),
        ("I would not buy this again.", false),
        ("Exceeded my expectations in every way.", true),
        ("The food was cold and tasteless.", false),
        ("What a wonderful little hotel, we will be back.", true),
        ("I want a refund.", false),
        ("Works like a charm.", true),
        ("The movie was boring and far too long.", false),
        ("Five stars, would order again.", true),
        ("Not worth the price.", false),
        ("Not bad at all, quite impressed.", true),
        ("The seams came apart on first wear.", false),
        ("Delicious coffee and friendly service.", true),
        ("This app keeps crashing.", false),
        ("Setup took two minutes and everything just worked.", true),
        ("Terrible customer experience.", false),
        ("Beautiful colors and soft fabric.", true),
        ("The screen is scratched and the charger is missing.", false),
        ("Thank you for the quick delivery!", true),
        ("I regret buying this.", false),
        ("So comfortable I wear them every day.", true),
        ("It smells awful.", false),
        ("Couldn't be happier with it.", true),
    ];

    [Fact]
    public async Task Of_thirty_unseen_texts_at_least_twenty_six_are_judged_rightly()
    {
        var judged = await JudgeAsync([.. HeldOut.Select(text => text.Text)]);
        Assert.InRange(judged.Zip(HeldOut).Count(pair => pair.First.Label == (pair.Second.IsPraise ? "positive" : "negative")), 26, 30);
    }

    [Theory]
    [InlineData("I love it!", "positive", 0.9)]
    [InlineData("What a wonderful little hotel, we will be back.", "positive", 0.6)]
    [InlineData("It is terrible.", "negative", 0.9)]
    [InlineData("The staff were rude and unhelpful.", "negative", 0.75)]
    [InlineData("I want a refund.", "negative", 0.6)]
    public async Task Clear_words_are_judged_with_confidence(string text, string label, double atLeast)
    {
        var judged = (await JudgeAsync(text))[0];
        Assert.Equal(label, judged.Label);
        Assert.InRange(judged.Score, atLeast, 1);
    }

    [Fact]
    public async Task A_score_is_that_of_the_label()
    {
        var judged = await JudgeAsync([.. HeldOut.Select(text => text.Text)]);
        Assert.All(judged, j => Assert.InRange(j.Score, 0.5, 1));
    }

    private async Task<IReadOnlyList<(string Label, double Score)>> JudgeAsync(params string[] texts)
    {
        var result = await fixture.Runtime.Bind("sentiment", new Dictionary<string, object?>(), InputKind.Text).RunAsync(InputColumns.Texts(texts));
        Assert.Empty(result.Errors);
        return
        [
            .. Enumerable.Range(0, texts.Length)
                .Select(row => Assert.IsType<Dictionary<string, object?>>(ColumnValue.Get(result.Values, row)))
                .Select(judged => ((string)judged["label"]!, (double)judged["score"]!)),
        ];
    }
}
