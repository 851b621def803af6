using PostModern.Arrow.Arrays;
using PostModern.Arrow.Errors;
using PostModern.DuckDb.Functions;
using PostModern.DuckDb.Native.Writing;
using static PostModern.DuckDb.Native.NativeMethods;

namespace PostModern.DuckDb.Native.Callbacks;

/// <summary>One running scan of a table function: batches of any size in, chunks of 2,048 rows out. DuckDB uses one thread for it.</summary>
internal sealed class ScanState : IDisposable
{
    private const int ChunkRows = 2048;

    private readonly CancellationTokenSource _stop;
    private readonly IAsyncEnumerator<RecordBatch> _batches;
    private readonly int _columns;
    private RecordBatch? _batch;
    private int _row;
    private long _rowsBefore;

    /// <param name="scan">What to read.</param>
    /// <param name="columns">The column wanted in each vector of the chunk.</param>
    public ScanState(BoundScan scan, IReadOnlyList<int> columns)
    {
        Context = scan.Context;
        _columns = columns.Count;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(scan.Context.Cancellation);
        _batches = scan.Table.Scan(columns, _stop.Token).GetAsyncEnumerator(_stop.Token);
    }

    /// <summary>Whose statement scans.</summary>
    public CallContext Context { get; }

    /// <summary>Fills the next chunk; with no rows at the end.</summary>
    public void Fill(nint chunk)
    {
        while (_batch is null || _row == _batch.Length)
        {
            _rowsBefore += _row;
            _batch?.Dispose();
            _batch = null;
            _row = 0;
            // DuckDB's callback is synchronous, and this is one of its own threads: here, and only here, we block on async work.
            if (!_batches.MoveNextAsync().AsTask().GetAwaiter().GetResult())
            {
                duckdb_data_chunk_set_size(chunk, 0);
                return;
            }

            _batch = _batches.Current;
        }

        var rows = Math.Min(ChunkRows, _batch.Length - _row);
        Write(_batch, rows, chunk);
        _row += rows;
    }

    public void Dispose()
    {
        _stop.Cancel();
        _batch?.Dispose();
        _batches.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _stop.Dispose();
    }

    private void Write(RecordBatch batch, int rows, nint chunk)
    {
        if (batch.Columns.Length != _columns)
        {
            throw new ServerException(
                ErrorCode.Internal, $"A table function was asked for {_columns} columns and gave {batch.Columns.Length}.");
        }

        for (var i = 0; i < _columns; i++)
        {
            var vector = duckdb_data_chunk_get_vector(chunk, (ulong)i);
            try
            {
                VectorWriter.Write(batch.Columns[i].Slice(_row, rows), vector, 0);
            }
            catch (OverflowException)
            {
                WriteUpToMistake(batch, i, rows, vector);
            }
        }

        duckdb_data_chunk_set_size(chunk, (ulong)rows);
    }

    /// <summary>Writes rows again, one by one, to name the one that can't be written.</summary>
    private void WriteUpToMistake(RecordBatch batch, int column, int rows, nint vector)
    {
        for (var i = 0; i < rows; i++)
        {
            try
            {
                VectorWriter.Write(batch.Columns[column].Slice(_row + i, 1), vector, i);
            }
            catch (OverflowException e)
            {
                throw new ServerException(
                    ErrorCode.InvalidInput, $"Column '{batch.Schema.Fields[column].Name}', row {_rowsBefore + _row + i + 1}: {e.Message}", e);
            }
        }
    }
}
