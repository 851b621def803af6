using PostModern.Models.Tokenizers;
using PostModern.Testing;

namespace PostModern.Tests.Models.Tokenizers;

/// <summary>Our tokenizers do what the library <c>tokenizers</c> (Rust) does, which models are trained with.</summary>
/// <remarks>
/// Its port to JavaScript departs from it, and so from us: it gives a Greek word's last sigma another small letter; takes U+FEFF for
/// white space; replaces SentencePiece's compiled rules by NFKC; doesn't set ideographs beyond U+FFFF apart; loses unknown words of
/// WordLevel; and decodes CLIP's sign for a word's end to a space. On llama2, qwen3 and gpt4o it does the same.
/// </remarks>
public sealed class TokenizerReferenceTests
{
    /// <summary>All where CI says so.</summary>
    private static int Texts => SlowFactAttribute.AreRun ? 10_000 : 100;

    /// <param name="name">The tokenizer.</param>
    /// <param name="isPortEqual">Whether the port does the same.</param>
    [Theory]
    [InlineData("wordpiece", false)]
    [InlineData("wordlevel", false)]
    [InlineData("unigram", false)]
    [InlineData("clip", false)]
    [InlineData("llama2", true)]
    [InlineData("qwen3", true)]
    [InlineData("gpt4o", true)]
    public async Task Texts_of_many_scripts_have_the_tokens_that_the_library_gives_them(string name, bool isPortEqual)
    {
        var texts = ManyScripts.Texts(Texts);
        var answers = await ReferenceTokenizers.AskAsync(name, texts);
        var tokenizer = Tokenizer.Load(ReferenceTokenizers.PathOf(name));
        Assert.Equal(Texts, answers.Count);
        for (var i = 0; i < Texts; i++)
        {
            var ids = tokenizer.Encode(texts[i]).Ids;
            foreach (var answer in isPortEqual ? [answers[i].Rust, answers[i].Js] : (ReferenceAnswer.Tokens[])[answers[i].Rust])
            {
                Assert.Equal(answer.Ids, ids.Select(id => (int?)id));
                Assert.Equal(answer.Text, tokenizer.Decode(ids));
            }
        }
    }

    [Theory]
    [InlineData("wordpiece")]
    [InlineData("wordlevel")]
    [InlineData("unigram")]
    [InlineData("clip")]
    public async Task Pairs_of_texts_have_the_tokens_and_types_that_the_library_gives_them(string name)
    {
        var texts = ManyScripts.Texts(Math.Min(Texts, 1000));
        var pairs = texts.Reverse().ToList();
        var answers = await ReferenceTokenizers.AskAsync(name, texts, pairs);
        var tokenizer = Tokenizer.Load(ReferenceTokenizers.PathOf(name));
        for (var i = 0; i < texts.Count; i++)
        {
            var row = tokenizer.Encode(texts[i], pairs[i]);
            Assert.Equal(answers[i].Rust.Ids, row.Ids.Select(id => (int?)id));
            Assert.Equal(answers[i].Rust.TypeIds, row.TypeIds);
        }
    }
}
