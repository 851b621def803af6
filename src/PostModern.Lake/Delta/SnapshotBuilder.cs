using PostModern.Arrow.Errors;

namespace PostModern.Lake.Delta;

/// <summary>Replays commits, one after another, into the state of a table.</summary>
internal sealed class SnapshotBuilder
{
    private readonly DeltaLog _log;
    private readonly Dictionary<(string Path, string? Vector), (long Order, AddFile File)> _files = [];
    private readonly Dictionary<(string Path, string? Vector), RemoveFile> _tombstones = [];
    private readonly Dictionary<string, SetTransaction> _transactions = [];
    private readonly Dictionary<string, DomainMetadata> _domains = [];
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
        var carried = start.Carried;
        foreach (var action in start.Files.Concat<DeltaAction>(carried.Tombstones).Concat(carried.Transactions).Concat(carried.Domains))
        {
            Restore(action);
        }
    }

    /// <summary>The version that the next commit must have.</summary>
    public long Next => (_last?.Version ?? -1) + 1;

    /// <summary>When the last version came to be.</summary>
    public DateTimeOffset LastTime => _last?.Timestamp ?? DateTimeOffset.MinValue;

    /// <summary>Whether it is known what the table is.</summary>
    public bool IsDefined => _protocol is not null && _metadata is not null;

    /// <summary>Takes one action of a checkpoint. They don't cancel each other out, whatever their order.</summary>
    public void Restore(DeltaAction action)
    {
        if (action is AddFile file)
        {
            _files[file.Key] = (_order++, file);
        }
        else if (action is RemoveFile tombstone)
        {
            _tombstones[tombstone.Key] = tombstone;
        }
        else
        {
            ApplyDefinition(action);
        }
    }

    /// <summary>Ends a checkpoint.</summary>
    /// <param name="commit">The version that it holds.</param>
    public void EndRestore(Commit commit) => _last = commit;

    public void Apply(Commit commit)
    {
        foreach (var action in commit.Actions)
        {
            if (action is RemoveFile remove)
            {
                _files.Remove(remove.Key);
                _tombstones[remove.Key] = remove;
            }
            else
            {
                ApplyDefinition(action);
            }
        }

        // The order within a commit means nothing, so a path both removed and added stays.
        foreach (var file in commit.Actions.OfType<AddFile>())
        {
            _files[file.Key] = (_order++, file);
            _tombstones.Remove(file.Key);
        }

        _last = commit.After(LastTime);
    }

    /// <param name="isProvisional">Whether the last commit is in no log yet.</param>
    public Snapshot Build(bool isProvisional = false)
    {
        if (_protocol is null || _metadata is null || _last is null)
        {
            throw new ServerException(ErrorCode.InvalidInput, $"The Delta log of '{_log.Location}' names no protocol or no schema.");
        }

        var files = _files.Values.OrderBy(f => f.Order).Select(f => f.File).ToArray();
        return new Snapshot(_log, _last, _protocol, _metadata, files, isProvisional)
        {
            Carried = new CarriedActions([.. _tombstones.Values], [.. _transactions.Values], [.. _domains.Values]),
        };
    }

    private void ApplyDefinition(DeltaAction action)
    {
        switch (action)
        {
            case Protocol protocol:
                _protocol = protocol;
                break;
            case TableMetadata metadata:
                _metadata = metadata;
                break;
            case SetTransaction transaction:
                _transactions[transaction.AppId] = transaction;
                break;
            case DomainMetadata { Removed: true } domain:
                _domains.Remove(domain.Domain);
                break;
            case DomainMetadata domain:
                _domains[domain.Domain] = domain;
                break;
        }
    }
}
