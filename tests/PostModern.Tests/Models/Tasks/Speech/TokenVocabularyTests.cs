using PostModern.Models.Tasks.Speech;
using PostModern.Tests.Lake;

namespace PostModern.Tests.Models.Tasks.Speech;

public sealed class TokenVocabularyTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly TokenVocabulary _vocabulary;

    public TokenVocabularyTests()
    {
        File.WriteAllText(_folder.At("tokens.json"), """["<unk>","<s>","</s>","<0xE2>","<0x82>","<0xAC>","▁a","b","▁","c"]""");
        _vocabulary = TokenVocabulary.Load(_folder.At("tokens.json"));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Pieces_become_words() => Assert.Equal("ab a c", _vocabulary.Decode([1, 6, 7, 6, 8, 9, 2]));

    [Fact]
    public void Bytes_become_characters() => Assert.Equal("a€", _vocabulary.Decode([6, 3, 4, 5]));

    [Fact]
    public void Half_a_character_is_a_mark_and_no_failure() => Assert.Equal("a\uFFFD", _vocabulary.Decode([6, 3, 4]));

    [Fact]
    public void Ids_beyond_the_vocabulary_say_nothing() => Assert.Equal("a", _vocabulary.Decode([6, 32_000]));
}
