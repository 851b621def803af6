using PostModern.Arrow.Errors;

namespace PostModern.Lake.Delta;

/// <summary>Replays commits, one after another, into the state of a table.</summary>
internal sealed class SnapshotBuilder
{
    private readonly DeltaLog _log;
    private readonly Dictionary<(string Path, string? Vector), (long Order, AddFile File)> _files = [];
    private long _order;
    private Protocol? _protocol;
    private TableMetadata? _metadata;
    private Commit? _last;

    public SnapshotBuilder(DeltaLog log) => _log = log;

    public SnapshotBuilder(Snapshot start)
    {
        _log = start.Log;
        _protocol = start.Protocol;
        _metadata = start.Metadata;
        _last = start.LastCommit;
        AddAll(start.Files);
    }

    /// <summary>The version that the next commit must have.</summary>
    public long Next => (_last?.Version ?? -1) + 1;

    /// <summary>When the last version came to be.</summary>
    public DateTimeOffset LastTime => _last?.Timestamp ?? DateTimeOffset.MinValue;

    /// <summary>Files that make up the table now.</summary>
    public int FileCount => _files.Count;

    /// <summary>Rows in them; null when a file has no statistics.</summary>
    public long? Rows => Snapshot.CountRows(_files.Values.Select(f => f.File));

    public void Apply(Commit commit)
    {
        foreach (var action in commit.Actions)
        {
            switch (action)
            {
                case Protocol protocol:
                    _protocol = protocol;
                    break;
                case TableMetadata metadata:
                    _metadata = metadata;
                    break;
                case RemoveFile remove:
                    _files.Remove(remove.Key);
                    break;
            }
        }

        // The order within a commit means nothing, so a path both removed and added stays.
        AddAll(commit.Actions.OfType<AddFile>());
        _last = commit;
    }

    /// <param name="isProvisional">Whether the last commit is in no log yet.</param>
    public Snapshot Build(bool isProvisional = false)
    {
        if (_protocol is null || _metadata is null || _last is null)
        {
            throw new ServerException(ErrorCode.InvalidInput, $"The Delta log of '{_log.Location}' names no protocol or no schema.");
        }

        var files = _files.Values.OrderBy(f => f.Order).Select(f => f.File).ToArray();
        return new Snapshot(_log, _last, _protocol, _metadata, files, isProvisional);
    }

    private void AddAll(IEnumerable<AddFile> files)
    {
        foreach (var file in files)
        {
            _files[file.Key] = (_order++, file);
        }
    }
}
