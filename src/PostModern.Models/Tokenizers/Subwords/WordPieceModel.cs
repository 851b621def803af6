using System.Text.Json;
using PostModern.Arrow.Errors;
using PostModern.Models.Json;

namespace PostModern.Models.Tokenizers.Subwords;

/// <summary>BERT's: the longest known piece first, then the longest that continues it; a word with a gap is unknown as a whole.</summary>
internal sealed class WordPieceModel(Vocabulary vocabulary, string unknown, string prefix, int longestWord) : ISubwordModel
{
    private const int LongestWord = 100;

    internal static WordPieceModel Read(JsonElement json) => new(
        Vocabulary.Read(json.GetProperty("vocab")),
        json.OptionalText("unk_token") ?? "[UNK]",
        json.OptionalText("continuing_subword_prefix") ?? "##",
        json.Number("max_input_chars_per_word", LongestWord));

    public int? IdOf(string token) => vocabulary.IdOf(token);

    public string? TokenOf(int id) => vocabulary.TokenOf(id);

    public void Encode(string part, List<int> ids)
    {
        var before = ids.Count;
        if (part.EnumerateRunes().Take(longestWord + 1).Count() > longestWord || !TryCut(part, ids))
        {
            ids.RemoveRange(before, ids.Count - before);
            ids.Add(vocabulary.IdOf(unknown)
                ?? throw new ServerException(ErrorCode.InvalidInput, $"The tokenizer's vocabulary lacks its own token for unknown words, '{unknown}'."));
        }
    }

    private bool TryCut(string word, List<int> ids)
    {
        Span<char> buffer = new char[prefix.Length + word.Length];
        prefix.CopyTo(buffer);
        for (var start = 0; start < word.Length;)
        {
            word.AsSpan(start).CopyTo(buffer[prefix.Length..]);
            var from = start == 0 ? prefix.Length : 0;
            var length = word.Length - start;
            int? found = null;
            while (length > 0 && (found = vocabulary.IdOf(buffer[from..(prefix.Length + length)])) is null)
            {
                // Never between the halves of one character.
                length -= length > 1 && char.IsLowSurrogate(word[start + length - 1]) ? 2 : 1;
            }

            if (found is not { } id)
            {
                return false;
            }

            ids.Add(id);
            start += length;
        }

        return true;
    }
}
