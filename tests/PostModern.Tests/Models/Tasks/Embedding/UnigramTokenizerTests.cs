using PostModern.Models.Tasks.Embedding;

namespace PostModern.Tests.Models.Tasks.Embedding;

public sealed class UnigramTokenizerTests
{
    private static readonly UnigramTokenizer Tokenizer = UnigramTokenizer.Load(DefaultModels.Registry.Get("use-lite").PathOf("vocab.json"));

    /// <summary>The expected ids come from the same algorithm in JavaScript, with that language's own NFKC.</summary>
    [Theory]
    [InlineData("A cat is sleeping on the sofa.", 74, 1163, 18, 5795, 25, 9, 63, 1298, 6)]
    [InlineData("", 30)]
    [InlineData("Price: 12.50 (incl. VAT) :-)", 6023, 57, 575, 6, 1019, 44, 97, 131, 139, 6, 651, 2364, 52, 6600)]
    [InlineData("naïve café 東京 ok", 1216, 0, 105, 976, 209, 1133, 30, 0, 2303)]
    [InlineData("ﬁnd the ½ ｆｕｌｌ", 260, 9, 207, 7935, 288, 650)]
    [InlineData("the antidisestablishmentarianism of   spaces", 9, 1531, 3175, 281, 1112, 2873, 284, 3619, 639, 14, 30, 30, 1016, 7)]
    [InlineData("😀 smile", 30, 0, 3084)]
    public void Text_is_cut_into_its_most_probable_pieces(string text, params int[] expected) => Assert.Equal(expected, Tokenizer.Encode(text));

    [Fact]
    public void Half_a_surrogate_pair_is_merely_unknown() => Assert.Contains(0, Tokenizer.Encode("a\uD83D"));
}
