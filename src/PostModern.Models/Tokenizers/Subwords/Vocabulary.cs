using System.Globalization;
using System.Text.Json;
using PostModern.Arrow.Errors;

namespace PostModern.Models.Tokenizers.Subwords;

/// <summary>Tokens and their ids.</summary>
internal sealed class Vocabulary
{
    private readonly Dictionary<string, int> _ids;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly string?[] _tokens;

    /// <exception cref="ServerException">InvalidInput: an id below 0, or one far beyond the number of tokens.</exception>
    internal Vocabulary(IEnumerable<KeyValuePair<string, int>> tokens)
    {
        _ids = new Dictionary<string, int>(tokens, StringComparer.Ordinal);
        _lookup = _ids.GetAlternateLookup<ReadOnlySpan<char>>();
        _tokens = new string?[_ids.Count == 0 ? 0 : CheckedSize(_ids.Values.Max())];
        foreach (var (token, id) in _ids)
        {
            _tokens[id] = token;
        }
    }

    /// <param name="json">An object of tokens with their ids.</param>
    internal static Vocabulary Read(JsonElement json) =>
        new(json.EnumerateObject().Select(entry => KeyValuePair.Create(entry.Name, entry.Value.GetInt32())));

    internal int? IdOf(ReadOnlySpan<char> token) => _lookup.TryGetValue(token, out var id) ? id : null;

    internal string? TokenOf(int id) => (uint)id < (uint)_tokens.Length ? _tokens[id] : null;

    /// <summary>The ids of <c>&lt;0x00&gt;</c> to <c>&lt;0xFF&gt;</c>; null where one is missing.</summary>
    internal int?[] ByteIds() => [.. Enumerable.Range(0, 256).Select(b => IdOf(string.Create(CultureInfo.InvariantCulture, $"<0x{b:X2}>")))];

    private int CheckedSize(int largest) => largest < (16 * _ids.Count) + 1024 && _ids.Values.Min() >= 0
        ? largest + 1
        : throw new ServerException(ErrorCode.InvalidInput, $"The tokenizer's vocabulary of {_ids.Count} tokens has the id {largest}.");
}
