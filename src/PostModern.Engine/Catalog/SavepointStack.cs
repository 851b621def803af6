using System.Collections.Immutable;
using PostModern.Arrow.Errors;

namespace PostModern.Engine.Catalog;

/// <summary>A transaction's savepoints, the latest last, each with the state that it stands for.</summary>
internal sealed class SavepointStack
{
    private readonly List<(Guid Id, string? Name, ImmutableDictionary<string, PendingDataset> State)> _points = [];

    public Guid Add(string? name, ImmutableDictionary<string, PendingDataset> state)
    {
        var id = Guid.NewGuid();
        _points.Add((id, name, state));
        return id;
    }

    /// <summary>The state at a savepoint, which stays; those after it are gone.</summary>
    /// <exception cref="ServerException">NotFound.</exception>
    public ImmutableDictionary<string, PendingDataset> RollBackTo(SavepointName savepoint)
    {
        var index = Find(savepoint);
        Cut(index + 1);
        return _points[index].State;
    }

    /// <summary>Forgets a savepoint and those after it.</summary>
    /// <exception cref="ServerException">NotFound.</exception>
    public void Release(SavepointName savepoint) => Cut(Find(savepoint));

    public bool Has(Guid id) => _points.Exists(p => p.Id == id);

    private int Find(SavepointName savepoint)
    {
        var index = _points.FindLastIndex(p => savepoint.Matches(p.Id, p.Name));
        return index >= 0
            ? index
            : throw new ServerException(ErrorCode.NotFound, $"The transaction has no savepoint '{savepoint}'; releasing or rolling back an earlier one ends it.");
    }

    private void Cut(int first) => _points.RemoveRange(first, _points.Count - first);
}
