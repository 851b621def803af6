using PostModern.Arrow.Errors;
using PostModern.Models.Tokenizers;

namespace PostModern.Tests.Models.Tokenizers;

/// <summary>What a tokenizer.json promises beside the tokens themselves.</summary>
public sealed class TokenizerTests
{
    private static readonly Tokenizer s_words = Tokenizer.Load(ReferenceTokenizers.PathOf("wordpiece"));

    [Theory]
    [InlineData("wordpiece")]
    [InlineData("unigram")]
    [InlineData("clip")]
    [InlineData("llama2")]
    public void Halves_of_characters_count_as_replacement_characters(string name)
    {
        var tokenizer = Tokenizer.Load(ReferenceTokenizers.PathOf(name));
        var torn = tokenizer.Encode("a\uD83D b\uDE00c \uDE00\uD83D").Ids;
        Assert.Equal(tokenizer.Encode("a\uFFFD b\uFFFDc \uFFFD\uFFFD").Ids, torn);
        Assert.NotNull(tokenizer.Decode(torn));
    }

    [Theory]
    [InlineData("wordpiece")]
    [InlineData("unigram")]
    [InlineData("clip")]
    [InlineData("llama2")]
    public void A_million_characters_are_as_many_tokens_as_their_parts(string name)
    {
        var tokenizer = Tokenizer.Load(ReferenceTokenizers.PathOf(name));
        var one = tokenizer.Encode("hello, wörld 12 ", addSpecial: false).Ids.Count;
        var ids = tokenizer.Encode(string.Concat(Enumerable.Repeat("hello, wörld 12 ", 62_500)), addSpecial: false).Ids;
        Assert.InRange(ids.Count, (one - 2) * 62_500, (one + 2) * 62_500);
        Assert.True(tokenizer.Encode(new string('a', 1_000_000)).Ids.Count > 0);
        Assert.True(tokenizer.Encode(new string('\u0301', 1_000_000)).Ids.Count > 0);
    }

    [Fact]
    public void An_empty_text_is_its_special_tokens()
    {
        Assert.Equal(["[CLS]", "[SEP]"], s_words.Encode("").Ids.Select(s_words.TokenOf));
        Assert.Empty(s_words.Encode("", addSpecial: false).Ids);
        Assert.Equal("", s_words.Decode([]));
    }

    [Fact]
    public void A_text_that_is_too_long_keeps_its_beginning_and_its_last_special_token()
    {
        var row = s_words.Encode("1 2 3 4 5 6 7 8", maxTokens: 5);
        Assert.Equal(["[CLS]", "1", "2", "3", "[SEP]"], row.Ids.Select(s_words.TokenOf));
        Assert.Equal([true, false, false, false, true], row.IsSpecial);
    }

    [Fact]
    public void Of_a_pair_that_is_too_long_the_longer_text_is_cut()
    {
        var row = s_words.Encode("1 2", "3 4 5 6 7 8", maxTokens: 8);
        Assert.Equal("[CLS] 1 2 [SEP] 3 4 5 [SEP]", string.Join(' ', row.Ids.Select(s_words.TokenOf)));
        Assert.Equal([0, 0, 0, 0, 1, 1, 1, 1], row.TypeIds);
        Assert.Equal("[CLS] 1 [SEP] 3 4 [SEP]", string.Join(' ', s_words.Encode("1 2 9", "3 4 5", maxTokens: 6).Ids.Select(s_words.TokenOf)));
    }

    [Fact]
    public void Ids_that_there_are_not_are_left_out_of_a_text() =>
        Assert.Equal("1 2", s_words.Decode([.. s_words.Encode("1 2").Ids, 999_999, -1]));

    [Fact]
    public void A_step_that_is_not_known_is_named()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        File.WriteAllText(path, """{"normalizer": {"type": "Rot13"}, "model": {"type": "WordLevel", "vocab": {}, "unk_token": "?"}}""");
        try
        {
            var error = Assert.Throws<ServerException>(() => Tokenizer.Load(path));
            Assert.Equal(ErrorCode.Unsupported, error.Code);
            Assert.Contains("'Rot13'", error.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"model": {"type": "BPE", "vocab": {"a": 0}, "merges": ["a b"]}}""")]
    [InlineData("""{"model": {"type": "BPE", "vocab": {"a": 2000000000}, "merges": []}}""")]
    [InlineData("""{"model": {"type": "Unigram", "vocab": []}}""")]
    public void A_file_that_is_no_tokenizer_is_refused(string json)
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        File.WriteAllText(path, json);
        try
        {
            Assert.Equal(ErrorCode.InvalidInput, Assert.Throws<ServerException>(() => Tokenizer.Load(path)).Code);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
