using System.Text.Json;
using PostModern.Arrow.Errors;

namespace PostModern.Models.Tokenizers.Subwords;

/// <summary>The pairs of tokens that byte-pair encoding joins, and in which order.</summary>
internal sealed class MergeTable
{
    private readonly Dictionary<long, (int Rank, int Id)> _merges = [];

    /// <param name="merges">Texts of two tokens with a space between, or arrays of two.</param>
    /// <param name="vocabulary">Holds the tokens.</param>
    /// <param name="prefix">What a token inside a word begins with; it is dropped from the second of a pair.</param>
    /// <exception cref="ServerException">InvalidInput: a token that the vocabulary lacks.</exception>
    internal static MergeTable Read(IEnumerable<JsonElement> merges, Vocabulary vocabulary, string prefix)
    {
        var table = new MergeTable();
        foreach (var (rank, merge) in merges.Index())
        {
            var (first, second) = Parse(merge);
            var joined = first + (second.StartsWith(prefix, StringComparison.Ordinal) ? second[prefix.Length..] : second);
            table._merges[Pair(IdOf(first), IdOf(second))] = (rank, IdOf(joined));
        }

        return table;

        int IdOf(string token) => vocabulary.IdOf(token)
            ?? throw new ServerException(ErrorCode.InvalidInput, $"The tokenizer merges '{token}', which its vocabulary lacks.");
    }

    /// <summary>Joins symbols in place: of the pairs that can be joined always the one learnt first, of equals the leftmost.</summary>
    internal void Apply(List<int> symbols)
    {
        if (symbols.Count < 2)
        {
            return;
        }

        var queue = new PriorityQueue<Candidate, long>(symbols.Count);
        var next = new int[symbols.Count];
        var previous = new int[symbols.Count];
        for (var i = 0; i < symbols.Count; i++)
        {
            (previous[i], next[i]) = (i - 1, i + 1);
            Enqueue(queue, symbols, i, i + 1);
        }

        while (queue.TryDequeue(out var top, out _))
        {
            // One of the two may have been joined with another symbol meanwhile.
            var right = next[top.At];
            if (symbols[top.At] != top.First || right >= symbols.Count || symbols[right] != top.Second)
            {
                continue;
            }

            symbols[top.At] = top.Joined;
            symbols[right] = -1;
            next[top.At] = next[right];
            if (next[right] < symbols.Count)
            {
                previous[next[right]] = top.At;
                Enqueue(queue, symbols, top.At, next[right]);
            }

            if (previous[top.At] >= 0)
            {
                Enqueue(queue, symbols, previous[top.At], top.At);
            }
        }

        symbols.RemoveAll(symbol => symbol < 0);
    }

    private void Enqueue(PriorityQueue<Candidate, long> queue, List<int> symbols, int left, int right)
    {
        if (right < symbols.Count && _merges.TryGetValue(Pair(symbols[left], symbols[right]), out var merge))
        {
            queue.Enqueue(new Candidate(left, symbols[left], symbols[right], merge.Id), ((long)merge.Rank << 32) | (uint)left);
        }
    }

    private static (string First, string Second) Parse(JsonElement merge)
    {
        if (merge.ValueKind == JsonValueKind.Array && merge.GetArrayLength() == 2)
        {
            return (merge[0].GetString()!, merge[1].GetString()!);
        }

        var text = merge.GetString()!;
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        return space > 0
            ? (text[..space], text[(space + 1)..])
            : throw new ServerException(ErrorCode.InvalidInput, $"The tokenizer has a merge '{text}', which is no pair.");
    }

    private static long Pair(int first, int second) => ((long)first << 32) | (uint)second;

    private readonly record struct Candidate(int At, int First, int Second, int Joined);
}
