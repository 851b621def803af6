using System.Collections.Immutable;
using PostModern.Arrow.Memory;
using PostModern.Arrow.Types;

namespace PostModern.DuckDb.Native.Reading;

/// <summary>The type of a bare NULL: rows without any buffer.</summary>
internal sealed class NullReader() : ColumnReader(ArrowTypes.Null)
{
    public override long ByteCount => 0;

    protected override bool HasValidity => false;

    protected override void AttachValues(nint vector)
    {
    }

    protected override void AppendValues(int start, int count)
    {
    }

    protected override ImmutableArray<ReadOnlyMemory<byte>> BuildBuffers(NativeBufferSet owner) => [];

    protected override void DisposeValues()
    {
    }
}
