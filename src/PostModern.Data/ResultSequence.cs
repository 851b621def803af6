using System.Data;
using PostModern.Data.Readers;

namespace PostModern.Data;

/// <summary>A command's results, one after the other, and the rows of the current one.</summary>
internal sealed class ResultSequence(IAsyncEnumerator<ResultSet> results, RunningCommand execution, CommandBehavior behavior) : IAsyncDisposable
{
    // Null once its statistics are counted.
    private ResultSet? _open;
    private bool _hadRows;
    private bool _isDone;

    /// <summary>The rows of the current result; null when there is none.</summary>
    public RowCursor? Rows { get; private set; }

    public long RecordsAffected { get; private set; } = -1;

    public QueryStatistics? Statistics { get; private set; }

    /// <summary>On to the next statement that returns rows; those before it are executed and counted.</summary>
    public async Task<bool> MoveNextAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_isDone)
        {
            return false;
        }

        var hasResult = await execution.StepAsync(FindResultAsync, cancellationToken);
        _isDone = !hasResult;
        return hasResult;
    }

    /// <summary>On to the next row.</summary>
    public Task<bool> AdvanceAsync(CancellationToken cancellationToken) =>
        execution.StepAsync(
            async () =>
            {
                var moved = await Rows!.AdvanceAsync();
                if (!moved)
                {
                    await EndResultAsync();
                }

                return moved;
            },
            cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await EndResultAsync();
        await results.DisposeAsync();
    }

    private async Task<bool> FindResultAsync()
    {
        await EndResultAsync();
        Rows = null;
        if (_hadRows && (behavior & (CommandBehavior.SingleResult | CommandBehavior.SingleRow)) != 0)
        {
            return false;
        }

        while (await results.MoveNextAsync())
        {
            var result = results.Current;
            Count(result.RecordsAffected);
            if (result.Schema.Fields.Count > 0)
            {
                (_open, _hadRows) = (result, true);
                Rows = new RowCursor(result, behavior.HasFlag(CommandBehavior.SingleRow) ? 1 : long.MaxValue, execution.Token);
                await Rows.PrefetchAsync();
                return true;
            }

            Count(result.Trailers());
        }

        return false;
    }

    private async Task EndResultAsync()
    {
        if (Rows is null || _open is not { } result)
        {
            return;
        }

        _open = null;
        await Rows.DisposeAsync();
        if (Rows.HasEnded)
        {
            Count(result.Trailers());
        }
    }

    private void Count(long changed)
    {
        if (changed >= 0)
        {
            RecordsAffected = Math.Max(0, RecordsAffected) + changed;
        }
    }

    private void Count(IReadOnlyDictionary<string, string> trailers) =>
        Statistics = QueryStatistics.Add(Statistics, QueryStatistics.FromTrailers(trailers));
}
