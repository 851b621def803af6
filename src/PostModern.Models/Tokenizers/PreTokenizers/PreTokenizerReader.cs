using System.Text;
using System.Text.Json;
using PostModern.Arrow.Errors;
using PostModern.Models.Json;
using PostModern.Models.Tokenizers.Characters;

namespace PostModern.Models.Tokenizers.PreTokenizers;

/// <summary>Reads the <c>pre_tokenizer</c> of a tokenizer.json.</summary>
internal static class PreTokenizerReader
{
    // Runs of word characters, and runs of all other signs.
    private const string Words = @"\w+|[^\w\s]+";

    /// <exception cref="ServerException">Unsupported: a type that isn't known.</exception>
    internal static IPreTokenizer Read(JsonElement json) => json.OptionalText("type") switch
    {
        "Sequence" => new SequencePreTokenizer([.. json.Items("pretokenizers").Select(Read)]),
        "BertPreTokenizer" => new SequencePreTokenizer(
        [
            new CharacterPreTokenizer(Rune.IsWhiteSpace, SplitBehavior.Removed),
            new CharacterPreTokenizer(RuneKinds.IsBertPunctuation, SplitBehavior.Isolated),
        ]),
        "Whitespace" => new PatternPreTokenizer(new TextPattern(new RunePattern(Words)), SplitBehavior.Removed, inverted: true),
        "WhitespaceSplit" => new CharacterPreTokenizer(Rune.IsWhiteSpace, SplitBehavior.Removed),
        "Punctuation" => new CharacterPreTokenizer(RuneKinds.IsBertPunctuation, Cutting.ReadBehavior(json.OptionalText("behavior") ?? "Isolated")),
        "Digits" => new CharacterPreTokenizer(
            Rune.IsNumber, json.Flag("individual_digits", false) ? SplitBehavior.Isolated : SplitBehavior.Contiguous),
        "CharDelimiterSplit" => new PatternPreTokenizer(new TextPattern(json.Text("delimiter")), SplitBehavior.Removed, inverted: false),
        "Split" => new PatternPreTokenizer(
            TextPattern.Read(json.GetProperty("pattern")), Cutting.ReadBehavior(json.OptionalText("behavior")), json.Flag("invert", false)),
        "ByteLevel" => new ByteLevelPreTokenizer(json.Flag("add_prefix_space", true), json.Flag("use_regex", true)),
        "Metaspace" => MetaspacePreTokenizer.Read(json),
        var other => throw new ServerException(ErrorCode.Unsupported, $"The tokenizer has a pre-tokenizer '{other}', which is not known."),
    };
}
