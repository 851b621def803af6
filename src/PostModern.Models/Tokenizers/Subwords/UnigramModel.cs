using System.Text;
using System.Text.Json;
using PostModern.Arrow.Errors;
using PostModern.Models.Json;

namespace PostModern.Models.Tokenizers.Subwords;

/// <summary>SentencePiece's: of all ways to cut a text, the one whose pieces are together the most probable.</summary>
internal sealed class UnigramModel : ISubwordModel
{
    // How much less probable than the rarest piece an unknown character is, as a logarithm.
    private const double UnknownPenalty = 10;

    private readonly (string Token, double Score)[] _pieces;
    private readonly Dictionary<string, int> _ids;
    private readonly PieceTrie _trie;
    private readonly double _unknownScore;
    private readonly int? _unknown;
    private readonly int?[]? _bytes;

    private UnigramModel((string Token, double Score)[] pieces, int? unknown, bool fallsBackToBytes)
    {
        _pieces = pieces;
        _unknown = unknown;
        _ids = new Dictionary<string, int>(pieces.Length, StringComparer.Ordinal);
        for (var id = 0; id < pieces.Length; id++)
        {
            _ids[pieces[id].Token] = id;
        }

        _trie = new PieceTrie(_ids);
        _unknownScore = pieces.Min(piece => piece.Score) - UnknownPenalty;
        _bytes = fallsBackToBytes ? new Vocabulary(_ids).ByteIds() : null;
    }

    internal static UnigramModel Read(JsonElement json)
    {
        var pieces = json.Items("vocab").Select(entry => (entry[0].GetString()!, entry[1].GetDouble())).ToArray();
        return pieces.Length > 0
            ? new UnigramModel(pieces, json.Member("unk_id")?.GetInt32(), json.Flag("byte_fallback", false))
            : throw new ServerException(ErrorCode.InvalidInput, "The tokenizer's vocabulary is empty.");
    }

    public int? IdOf(string token) => _ids.TryGetValue(token, out var id) ? id : null;

    public string? TokenOf(int id) => (uint)id < (uint)_pieces.Length ? _pieces[id].Token : null;

    public void Encode(string part, List<int> ids)
    {
        var steps = FindBestSteps(part);
        var cuts = new List<(int Start, int End, int Id)>();
        for (var end = part.Length; end > 0; end = steps[end].Start)
        {
            cuts.Add((steps[end].Start, end, steps[end].Id));
        }

        cuts.Reverse();
        for (var i = 0; i < cuts.Count; i++)
        {
            if (cuts[i].Id >= 0)
            {
                ids.Add(cuts[i].Id);
                continue;
            }

            // Unknown characters in a row are one unknown token.
            var start = cuts[i].Start;
            while (i + 1 < cuts.Count && cuts[i + 1].Id < 0)
            {
                i++;
            }

            AddUnknown(part.AsSpan(start, cuts[i].End - start), ids);
        }
    }

    private void AddUnknown(ReadOnlySpan<char> text, List<int> ids)
    {
        var bytes = new byte[Encoding.UTF8.GetByteCount(text)];
        Encoding.UTF8.GetBytes(text, bytes);
        if (_bytes is not null && bytes.All(b => _bytes[b] is not null))
        {
            ids.AddRange(bytes.Select(b => _bytes[b]!.Value));
        }
        else
        {
            ids.Add(_unknown ?? throw new ServerException(
                ErrorCode.InvalidInput, $"The tokenizer doesn't know '{text}' and has no token for unknown characters."));
        }
    }

    // Viterbi: steps[end] is the last piece of the best way to cut the text before end.
    private Step[] FindBestSteps(string text)
    {
        var steps = new Step[text.Length + 1];
        Array.Fill(steps, new Step(0, -1, double.NegativeInfinity));
        steps[0] = new Step(0, -1, 0);
        for (var start = 0; start < text.Length; start++)
        {
            if (double.IsNegativeInfinity(steps[start].Score))
            {
                continue;
            }

            var single = char.IsSurrogatePair(text, start) ? 2 : 1;
            var known = false;
            foreach (var (length, id) in _trie.Prefixes(text, start))
            {
                known |= length == single;
                Improve(steps, start, length, id, _pieces[id].Score);
            }

            if (!known)
            {
                Improve(steps, start, single, -1, _unknownScore);
            }
        }

        return steps;
    }

    private static void Improve(Step[] steps, int start, int length, int id, double score)
    {
        var total = steps[start].Score + score;
        if (total > steps[start + length].Score)
        {
            steps[start + length] = new Step(start, id, total);
        }
    }

    private readonly record struct Step(int Start, int Id, double Score);
}
