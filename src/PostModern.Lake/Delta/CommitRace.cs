using System.Globalization;
using PostModern.Arrow.Errors;

namespace PostModern.Lake.Delta;

/// <summary>Tries to make a transaction the next version, against other writers.</summary>
internal sealed class CommitRace(Transaction transaction, CommitDescription description)
{
    private readonly DeltaLog _log = transaction.Snapshot.Log;
    private readonly SnapshotBuilder _latest = new(transaction.Snapshot);
    private readonly string _id = Guid.NewGuid().ToString();

    public async Task<CommitOutcome> RunAsync(CancellationToken cancellationToken)
    {
        // The folder may by now hold another table of the same name, whose next version this must not become.
        if (!await transaction.Snapshot.IsCurrentTableAsync(cancellationToken))
        {
            return Dropped();
        }

        for (var attempt = 1; ; attempt++)
        {
            var actions = Actions();
            if (await TryWriteAsync(actions, cancellationToken) is not { } isWritten)
            {
                return Dropped();
            }

            if (isWritten)
            {
                return await FinishAsync(actions, attempt);
            }

            if (await CatchUpAsync(attempt, cancellationToken) is { } outcome)
            {
                return outcome;
            }
        }
    }

    /// <returns>Null when the table's folder is gone.</returns>
    private async Task<bool?> TryWriteAsync(List<DeltaAction> actions, CancellationToken cancellationToken)
    {
        try
        {
            return await _log.TryWriteAsync(_latest.Next, actions, cancellationToken);
        }
        catch (ServerException e) when (e.Code == ErrorCode.NotFound)
        {
            return null;
        }
    }

    private async Task<CommitOutcome> FinishAsync(List<DeltaAction> actions, int attempt)
    {
        // No token: the version exists, and a cancelled answer would say that it doesn't.
        var file = await _log.Store.TryGetAsync(_log.UriOf(DeltaLog.FileName(_latest.Next)));
        _latest.Apply(new Commit(_latest.Next, actions, file?.Etag, file?.Modified ?? DateTimeOffset.UtcNow));
        return new Committed(_latest.Build(), attempt);
    }

    /// <summary>Reads what the others committed; null when our change may follow it.</summary>
    private async Task<CommitOutcome?> CatchUpAsync(int attempt, CancellationToken cancellationToken)
    {
        var first = _latest.Next;
        while (await _log.ReadAsync(_latest.Next, cancellationToken) is { } theirs)
        {
            if (theirs.Info?.TransactionId == _id)
            {
                // Our own write, whose answer got lost on the way.
                _latest.Apply(theirs);
                return new Committed(_latest.Build(), attempt);
            }

            if (ConflictRules.Contradiction(transaction, theirs) is { } reason)
            {
                return new Conflicted(_log.Location, reason);
            }

            _latest.Apply(theirs);
        }

        return _latest.Next == first ? Dropped() : null;
    }

    private Conflicted Dropped() => Conflicted.Dropped(_log);

    private List<DeltaAction> Actions()
    {
        // Versions must not go back in time, whatever the clocks of several servers say.
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        var time = Math.Max(now, _latest.LastTime.ToUnixTimeMilliseconds() + 1);
        return [Info(time), .. transaction.ActionsAt(time)];
    }

    private CommitInfo Info(long time) => new(time, description.Operation)
    {
        OperationParameters = description.Parameters,
        OperationMetrics = Metrics(),
        UserName = description.UserName,
        EngineInfo = EngineInfo.Text,
        InCommitTimestamp = transaction.HasInCommitTimestamp ? time : null,
        ReadVersion = _latest.Next - 1,
        IsBlindAppend = transaction.IsBlindAppend,
        TransactionId = _id,
        Recipe = description.Recipe,
    };

    private Dictionary<string, string> Metrics()
    {
        var metrics = new Dictionary<string, string>
        {
            ["numFiles"] = Text(transaction.Added.Count),
            ["numRemovedFiles"] = Text(transaction.Removed.Count),
            ["numOutputBytes"] = Text(transaction.Added.Sum(f => f.Size)),
        };
        if (Snapshot.CountRows(transaction.Added) is { } rows)
        {
            metrics["numOutputRows"] = Text(rows);
        }

        return metrics;
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
