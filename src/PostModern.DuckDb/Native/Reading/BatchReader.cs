using System.Collections.Immutable;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Memory;
using PostModern.Arrow.Types;
using PostModern.DuckDb.Types;

namespace PostModern.DuckDb.Native.Reading;

/// <summary>Merges DuckDB's chunks of up to 2,048 rows into record batches.</summary>
internal sealed class BatchReader(Schema schema, IReadOnlyList<DuckType> types, ResultOptions options) : IDisposable
{
    private readonly ColumnReader[] _columns = [.. types.Select(type => ColumnReaders.Create(type, options))];

    public Schema Schema { get; } = schema;

    /// <summary>Rows so far.</summary>
    public int Length { get; private set; }

    /// <summary>Bytes so far, roughly.</summary>
    public long ByteCount => _columns.Sum(column => column.ByteCount);

    /// <summary>Copies all rows of a chunk.</summary>
    /// <param name="chunk">A <c>duckdb_data_chunk</c>; not needed afterwards.</param>
    public void Append(nint chunk)
    {
        var rows = (int)NativeMethods.duckdb_data_chunk_get_size(chunk);
        for (var i = 0; i < _columns.Length; i++)
        {
            _columns[i].Attach(NativeMethods.duckdb_data_chunk_get_vector(chunk, (ulong)i));
            _columns[i].Append(0, rows);
        }

        Length += rows;
    }

    /// <summary>The rows so far; the caller owns the batch, and the reader starts empty.</summary>
    public RecordBatch Build()
    {
        var owner = new NativeBufferSet();
        ImmutableArray<Column> columns = [.. _columns.Select(column => column.Build(owner))];
        var batch = new RecordBatch(Schema, Length, columns, owner);
        Length = 0;
        return batch;
    }

    public void Dispose() => Array.ForEach(_columns, column => column.Dispose());
}
