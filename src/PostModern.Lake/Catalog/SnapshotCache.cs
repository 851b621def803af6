using System.Collections.Concurrent;
using PostModern.Lake.Delta;

namespace PostModern.Lake.Catalog;

/// <summary>The newest known snapshot of each dataset, so that a statement reads only what was committed since.</summary>
internal sealed class SnapshotCache
{
    private readonly ConcurrentDictionary<string, Snapshot> _latest = [];

    public async Task<Snapshot> LatestAsync(DeltaLog log, CancellationToken cancellationToken)
    {
        // Another process may have dropped the dataset and made a new one of the same name.
        var snapshot = _latest.TryGetValue(log.Location, out var known) && await known.IsCurrentTableAsync(cancellationToken)
            ? await known.AdvanceAsync(cancellationToken)
            : await Snapshot.LoadAsync(log, cancellationToken: cancellationToken);
        _latest[log.Location] = snapshot;
        return snapshot;
    }

    /// <returns>Null when the newest known snapshot is of another version, or of a dataset that was dropped.</returns>
    public async Task<Snapshot?> TryGetAsync(DeltaLog log, long version, CancellationToken cancellationToken) =>
        _latest.TryGetValue(log.Location, out var known) && known.Version == version && await known.IsCurrentTableAsync(cancellationToken)
            ? known
            : null;

    public void Forget(string location) => _latest.TryRemove(location, out _);
}
