using PostModern.Arrow.Arrays;

namespace PostModern.Data.Readers;

/// <summary>Moves over the rows of one result set, holding one batch at a time.</summary>
internal sealed class RowCursor : IAsyncDisposable
{
    private readonly IAsyncEnumerator<RecordBatch> _batches;
    private readonly long _rowLimit;
    private RecordBatch? _batch;
    private long _rowsRead;

    /// <param name="result">Read to its end, or until the cursor is disposed.</param>
    /// <param name="rowLimit">Rows to show at most.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    public RowCursor(ResultSet result, long rowLimit, CancellationToken cancellationToken)
    {
        Columns = [.. result.Schema.Fields.Select(ColumnReaders.For)];
        _batches = result.Batches.GetAsyncEnumerator(cancellationToken);
        _rowLimit = rowLimit;
    }

    public ColumnReader[] Columns { get; }

    /// <summary>The current row in the current batch; −1 before the first.</summary>
    public int Row { get; private set; } = -1;

    public bool HasRows { get; private set; }

    public bool IsOnRow { get; private set; }

    /// <summary>Whether the stream was read to its end, where its trailers are; not so when it was given up.</summary>
    public bool HasEnded { get; private set; }

    public bool IsAtEnd { get; private set; }

    /// <summary>Fetches up to the first row without moving onto it, so that an early failure is the execution's.</summary>
    public async Task PrefetchAsync() => HasRows = await FetchAsync();

    /// <summary>Moves on if that takes no fetching.</summary>
    /// <returns>Null when it does.</returns>
    public bool? TryAdvance()
    {
        if (IsAtEnd)
        {
            return IsOnRow = false;
        }

        if (_batch is null || Row + 1 >= _batch.Length || _rowsRead >= _rowLimit)
        {
            return null;
        }

        Row++;
        _rowsRead++;
        return IsOnRow = true;
    }

    /// <summary>Moves on.</summary>
    public async Task<bool> AdvanceAsync()
    {
        if (TryAdvance() is { } moved)
        {
            return moved;
        }

        IsOnRow = false;
        return _rowsRead < _rowLimit && await FetchAsync() ? TryAdvance() == true : End();
    }

    public async ValueTask DisposeAsync()
    {
        End();
        await _batches.DisposeAsync();
    }

    private async Task<bool> FetchAsync()
    {
        while (await _batches.MoveNextAsync())
        {
            Replace(_batches.Current);
            if (_batches.Current.Length > 0)
            {
                return true;
            }
        }

        HasEnded = true;
        return End();
    }

    private void Replace(RecordBatch? batch)
    {
        _batch?.Dispose();
        _batch = batch;
        Row = -1;
        for (var i = 0; batch is not null && i < Columns.Length; i++)
        {
            Columns[i].Load(batch.Columns[i]);
        }
    }

    private bool End()
    {
        Replace(null);
        IsAtEnd = true;
        return IsOnRow = false;
    }
}
