using System.Runtime.CompilerServices;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;

namespace PostModern.Data.Writers;

/// <summary>Turns rows into batches of columns.</summary>
/// <param name="columns">Filled from each row.</param>
/// <param name="size">Rows a batch.</param>
internal sealed class RowBatches<TRow>(ColumnWriter<TRow>[] columns, int size)
{
    private int _rows;

    public Schema Schema { get; } = new(columns.Select(column => column.Field));

    public async IAsyncEnumerable<RecordBatch> FromAsync(
        IAsyncEnumerable<TRow> rows, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            if (Append(row))
            {
                yield return Build();
            }
        }

        if (_rows > 0)
        {
            yield return Build();
        }
    }

    /// <returns>Whether the batch is full.</returns>
    private bool Append(TRow row)
    {
        foreach (var column in columns)
        {
            column.Append(row);
        }

        return ++_rows == size;
    }

    private RecordBatch Build()
    {
        var batch = new RecordBatch(Schema, _rows, [.. columns.Select(column => column.Build())]);
        _rows = 0;
        return batch;
    }
}
