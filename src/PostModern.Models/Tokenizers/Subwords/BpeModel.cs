using System.Text;
using System.Text.Json;
using PostModern.Arrow.Errors;
using PostModern.Models.Json;

namespace PostModern.Models.Tokenizers.Subwords;

/// <summary>Byte-pair encoding: characters, joined pair by pair in the order in which the pairs were learnt.</summary>
internal sealed class BpeModel : ISubwordModel
{
    private readonly Vocabulary _vocabulary;
    private readonly MergeTable _merges;
    private readonly int?[]? _bytes;
    private readonly int? _unknown;
    private readonly string _prefix;
    private readonly string _suffix;
    private readonly bool _fusesUnknown;
    private readonly bool _takesWholeWords;

    private BpeModel(JsonElement json)
    {
        _vocabulary = Vocabulary.Read(json.GetProperty("vocab"));
        _prefix = json.OptionalText("continuing_subword_prefix") ?? "";
        _suffix = json.OptionalText("end_of_word_suffix") ?? "";
        _merges = MergeTable.Read(json.Items("merges"), _vocabulary, _prefix);
        _bytes = json.Flag("byte_fallback", false) ? _vocabulary.ByteIds() : null;
        _unknown = json.OptionalText("unk_token") is { } unknown
            ? _vocabulary.IdOf(unknown)
                ?? throw new ServerException(ErrorCode.InvalidInput, $"The tokenizer's vocabulary lacks its own token for unknown characters, '{unknown}'.")
            : null;
        _fusesUnknown = json.Flag("fuse_unk", false);
        _takesWholeWords = json.Flag("ignore_merges", false);
    }

    internal static BpeModel Read(JsonElement json) => new(json);

    public int? IdOf(string token) => _vocabulary.IdOf(token);

    public string? TokenOf(int id) => _vocabulary.TokenOf(id);

    public void Encode(string part, List<int> ids)
    {
        if (_takesWholeWords && _vocabulary.IdOf(part) is { } whole)
        {
            ids.Add(whole);
            return;
        }

        var symbols = Symbols(part);
        _merges.Apply(symbols);
        ids.AddRange(symbols);
    }

    private List<int> Symbols(string word)
    {
        var symbols = new List<int>(word.Length);
        var plain = _prefix.Length == 0 && _suffix.Length == 0;
        var lastWasUnknown = false;
        for (var at = 0; at < word.Length;)
        {
            var length = char.IsSurrogatePair(word, at) ? 2 : 1;
            var symbol = word.AsSpan(at, length);
            if (!plain)
            {
                symbol = $"{(at > 0 ? _prefix : "")}{symbol}{(at + length == word.Length ? _suffix : "")}";
            }

            var isUnknown = !TryAdd(symbol, symbols);
            if (isUnknown && _unknown is { } unknown && !(lastWasUnknown && _fusesUnknown))
            {
                symbols.Add(unknown);
            }

            lastWasUnknown = isUnknown;
            at += length;
        }

        return symbols;
    }

    private bool TryAdd(ReadOnlySpan<char> symbol, List<int> symbols)
    {
        if (_vocabulary.IdOf(symbol) is { } id)
        {
            symbols.Add(id);
            return true;
        }

        if (_bytes is null)
        {
            return false;
        }

        Span<byte> bytes = new byte[Encoding.UTF8.GetByteCount(symbol)];
        Encoding.UTF8.GetBytes(symbol, bytes);
        var before = symbols.Count;
        foreach (var b in bytes)
        {
            if (_bytes[b] is not { } known)
            {
                symbols.RemoveRange(before, symbols.Count - before);
                return false;
            }

            symbols.Add(known);
        }

        return true;
    }
}
