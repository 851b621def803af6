using System.Collections.Immutable;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Memory;
using PostModern.Arrow.Types;

namespace PostModern.DuckDb.Native.Reading;

/// <summary>ARRAY: the child vector holds the same number of elements for every row, null or not.</summary>
internal sealed class ArrayReader(FixedSizeListType type, ColumnReader items) : ColumnReader(type)
{
    public override long ByteCount => items.ByteCount;

    protected override void AttachValues(nint vector) => items.Attach(NativeMethods.duckdb_array_vector_get_child(vector));

    protected override void AppendValues(int start, int count) => items.Append(checked(start * type.Size), checked(count * type.Size));

    protected override ImmutableArray<ReadOnlyMemory<byte>> BuildBuffers(NativeBufferSet owner) => [];

    protected override ImmutableArray<Column> BuildChildren(NativeBufferSet owner) => [items.Build(owner)];

    protected override void DisposeValues() => items.Dispose();
}
