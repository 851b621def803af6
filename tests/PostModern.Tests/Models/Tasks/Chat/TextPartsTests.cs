using PostModern.Models.Inference;
using PostModern.Models.Tasks.Chat;

namespace PostModern.Tests.Models.Tasks.Chat;

/// <summary>Texts in parts that fit into a model's context.</summary>
public sealed class TextPartsTests
{
    [Theory]
    [InlineData("")]
    [InlineData("short")]
    public void A_text_that_fits_stays_whole(string text) => Assert.Equal([text], TextParts.Split(text, 100));

    [Fact]
    public void A_long_text_is_cut_between_words_and_loses_nothing()
    {
        var text = string.Concat(Enumerable.Range(0, 5000).Select(i => $"word{i} "));

        var parts = TextParts.Split(text, 100);

        Assert.Equal(text, string.Concat(parts));
        Assert.All(parts, part => Assert.True(TokenUse.Estimate(part) <= 100));
        Assert.All(parts.SkipLast(1), part => Assert.EndsWith(" ", part, StringComparison.Ordinal));
    }

    [Fact]
    public void A_text_without_words_is_cut_between_characters()
    {
        var text = string.Concat(Enumerable.Repeat("😀", 3000));

        var parts = TextParts.Split(text, 100);

        Assert.Equal(text, string.Concat(parts));
        Assert.All(parts, part => Assert.False(char.IsLowSurrogate(part[0])));
    }

    [Fact]
    public void Short_texts_go_together_as_many_as_fit()
    {
        var parts = TextParts.Pack([.. Enumerable.Repeat("a dozen letters", 100)], 50);

        Assert.InRange(parts.Count, 10, 25);
        Assert.Equal(100, parts.Sum(part => part.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length));
    }
}
