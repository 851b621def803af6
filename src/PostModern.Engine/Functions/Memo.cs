using System.Collections.Concurrent;

namespace PostModern.Engine.Functions;

/// <summary>Answers of a statement to questions that may come again while it runs. Several threads may ask at once.</summary>
/// <remarks>It forgets everything when it is full: a column of a million links must not be held in memory.</remarks>
internal sealed class Memo<TKey, TAnswer>
    where TKey : notnull
{
    private const int Most = 10_000;
    private readonly ConcurrentDictionary<TKey, Lazy<Task<TAnswer>>> _answers = new();

    public Task<TAnswer> GetAsync(TKey key, Func<TKey, Task<TAnswer>> ask)
    {
        if (_answers.Count >= Most)
        {
            _answers.Clear();
        }

        return _answers.GetOrAdd(key, k => new Lazy<Task<TAnswer>>(() => ask(k))).Value;
    }
}
