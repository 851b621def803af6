namespace PostModern.Engine.Functions;

/// <summary>What the last statements of all sessions asked of models, in memory; read through <c>pm.inference_log</c>, also while they run.</summary>
internal sealed class InferenceLog
{
    private const int Most = 10_000;
    private readonly OrderedDictionary<(Guid Run, string Call), InferenceLogEntry> _entries = [];

    /// <summary>Adds what a statement asked of a model to what it asked before.</summary>
    /// <param name="call">The function with the model and options.</param>
    /// <param name="entry">What is new.</param>
    public void Add(string call, InferenceLogEntry entry)
    {
        lock (_entries)
        {
            if (_entries.TryGetValue((entry.RunId, call), out var before))
            {
                _entries[(entry.RunId, call)] = before.Add(entry);
                return;
            }

            if (_entries.Count == Most)
            {
                _entries.RemoveAt(0);
            }

            _entries.Add((entry.RunId, call), entry);
        }
    }

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<InferenceLogEntry> Snapshot()
    {
        lock (_entries)
        {
            return [.. _entries.Values];
        }
    }
}
