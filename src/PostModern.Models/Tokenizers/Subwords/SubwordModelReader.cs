using System.Text.Json;
using PostModern.Arrow.Errors;
using PostModern.Models.Json;

namespace PostModern.Models.Tokenizers.Subwords;

/// <summary>Reads the <c>model</c> of a tokenizer.json.</summary>
internal static class SubwordModelReader
{
    /// <exception cref="ServerException">Unsupported: a type that isn't known.</exception>
    internal static ISubwordModel Read(JsonElement json) => (json.OptionalText("type") ?? Guess(json)) switch
    {
        "WordPiece" => WordPieceModel.Read(json),
        "Unigram" => UnigramModel.Read(json),
        "BPE" => BpeModel.Read(json),
        "WordLevel" => WordLevelModel.Read(json),
        var other => throw new ServerException(ErrorCode.Unsupported, $"The tokenizer has a model '{other}', which is not known."),
    };

    // Files of early versions name no type.
    private static string? Guess(JsonElement json) =>
        json.Member("merges") is not null ? "BPE"
        : json.Member("vocab")?.ValueKind == JsonValueKind.Array ? "Unigram"
        : json.Member("continuing_subword_prefix") is not null ? "WordPiece"
        : "WordLevel";
}
