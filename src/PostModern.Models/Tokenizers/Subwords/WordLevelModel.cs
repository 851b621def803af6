using System.Text.Json;
using PostModern.Arrow.Errors;
using PostModern.Models.Json;

namespace PostModern.Models.Tokenizers.Subwords;

/// <summary>Whole words.</summary>
internal sealed class WordLevelModel(Vocabulary vocabulary, string unknown) : ISubwordModel
{
    internal static WordLevelModel Read(JsonElement json) =>
        new(Vocabulary.Read(json.GetProperty("vocab")), json.OptionalText("unk_token") ?? "<unk>");

    public int? IdOf(string token) => vocabulary.IdOf(token);

    public string? TokenOf(int id) => vocabulary.TokenOf(id);

    public void Encode(string part, List<int> ids) => ids.Add(vocabulary.IdOf(part) ?? vocabulary.IdOf(unknown)
        ?? throw new ServerException(ErrorCode.InvalidInput, $"The tokenizer doesn't know '{part}' and has no token '{unknown}' for such words."));
}
