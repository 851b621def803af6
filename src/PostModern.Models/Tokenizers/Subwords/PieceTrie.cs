namespace PostModern.Models.Tokenizers.Subwords;

/// <summary>Finds all tokens that a text has at a place, shortest first, in one walk.</summary>
internal sealed class PieceTrie
{
    // A step from a node by a character; nodes are numbered from 1, the root is 0.
    private readonly Dictionary<(int Node, char Next), int> _steps = [];
    private readonly List<int> _ids = [-1];

    internal PieceTrie(IEnumerable<KeyValuePair<string, int>> tokens)
    {
        foreach (var (token, id) in tokens.Where(entry => entry.Key.Length > 0))
        {
            Add(token, id);
        }
    }

    /// <summary>The lengths and ids of the tokens that begin at a place.</summary>
    internal IEnumerable<(int Length, int Id)> Prefixes(string text, int start)
    {
        var node = 0;
        for (var at = start; at < text.Length && _steps.TryGetValue((node, text[at]), out node); at++)
        {
            if (_ids[node] >= 0)
            {
                yield return (at + 1 - start, _ids[node]);
            }
        }
    }

    private void Add(string token, int id)
    {
        var node = 0;
        foreach (var c in token)
        {
            if (!_steps.TryGetValue((node, c), out var next))
            {
                next = _ids.Count;
                _steps.Add((node, c), next);
                _ids.Add(-1);
            }

            node = next;
        }

        _ids[node] = id;
    }
}
