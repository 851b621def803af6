using System.Collections.Immutable;
using PostModern.Arrow.Types;

namespace PostModern.Arrow.Arrays;

/// <summary>Columns of equal length, and the memory under them.</summary>
/// <remarks>Dispose returns the buffers: columns, slices and spans taken from the batch are dead afterwards.</remarks>
/// <param name="schema">One field a column.</param>
/// <param name="length">Rows; needed because a batch may have no columns.</param>
/// <param name="columns">Each <paramref name="length"/> rows long.</param>
/// <param name="owner">Freed with the batch; null when all buffers are managed memory.</param>
public sealed class RecordBatch(Schema schema, int length, ImmutableArray<Column> columns, IDisposable? owner = null) : IDisposable
{
    private IDisposable? _owner = owner;

    public Schema Schema { get; } = schema;

    /// <summary>Rows.</summary>
    public int Length { get; } = length;

    public ImmutableArray<Column> Columns { get; } = columns;

    public void Dispose() => Interlocked.Exchange(ref _owner, null)?.Dispose();
}
