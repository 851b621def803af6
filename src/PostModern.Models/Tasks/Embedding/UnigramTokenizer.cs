using System.Text.Json;

namespace PostModern.Models.Tasks.Embedding;

/// <summary>Cuts text into the most probable sequence of known pieces (SentencePiece's unigram model; Kudo 2018).</summary>
internal sealed class UnigramTokenizer
{
    private const char WordStart = '▁';
    private const int Reserved = 6;
    private const int Unknown = 0;
    private const double UnknownScore = -100;

    private readonly Dictionary<string, Piece> _pieces;
    private readonly Dictionary<string, Piece>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly int _longest;

    private UnigramTokenizer(Dictionary<string, Piece> pieces)
    {
        _pieces = pieces;
        _lookup = _pieces.GetAlternateLookup<ReadOnlySpan<char>>();
        _longest = pieces.Keys.Max(piece => piece.Length);
    }

    /// <param name="path">A JSON array of [piece, log probability]; a piece's id is its position.</param>
    internal static UnigramTokenizer Load(string path)
    {
        using var stream = File.OpenRead(path);
        using var document = JsonDocument.Parse(stream);
        var pieces = new Dictionary<string, Piece>();
        foreach (var (id, entry) in document.RootElement.EnumerateArray().Index())
        {
            if (id >= Reserved)
            {
                pieces[entry[0].GetString()!] = new Piece(id, ScoreOf(entry[1]));
            }
        }

        return new UnigramTokenizer(pieces);
    }

    // A few pieces with colons have lost their score in this vocabulary; the model's own tokenizer counts them as certain.
    private static double ScoreOf(JsonElement score) => score.ValueKind == JsonValueKind.Number ? score.GetDouble() : 0;

    /// <summary>The ids of a text's pieces: at least one; a run of unknown characters is one unknown piece.</summary>
    internal int[] Encode(string text)
    {
        var marked = WordStart + CompatibilityText.Normalize(text).Replace(' ', WordStart);
        var steps = FindBestSteps(marked);
        var ids = new List<int>();
        for (var end = marked.Length; end > 0; end = steps[end].Start)
        {
            var id = steps[end].Id;
            if (id != Unknown || ids.Count == 0 || ids[^1] != Unknown)
            {
                ids.Add(id);
            }
        }

        ids.Reverse();
        return [.. ids];
    }

    // Viterbi: steps[end] is the last piece of the best way to cut the text before end.
    private Step[] FindBestSteps(string text)
    {
        var steps = new Step[text.Length + 1];
        Array.Fill(steps, new Step(0, Unknown, double.NegativeInfinity));
        steps[0] = new Step(0, Unknown, 0);
        for (var start = 0; start < text.Length; start++)
        {
            if (double.IsNegativeInfinity(steps[start].Score))
            {
                continue;
            }

            var single = char.IsSurrogatePair(text, start) ? 2 : 1;
            var known = false;
            for (var length = 1; length <= _longest && start + length <= text.Length; length++)
            {
                if (_lookup.TryGetValue(text.AsSpan(start, length), out var piece))
                {
                    known |= length == single;
                    Improve(steps, start, length, piece.Id, piece.Score);
                }
            }

            if (!known)
            {
                Improve(steps, start, single, Unknown, UnknownScore);
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

    private readonly record struct Piece(int Id, double Score);

    private readonly record struct Step(int Start, int Id, double Score);
}
