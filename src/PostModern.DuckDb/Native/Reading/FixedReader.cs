using System.Collections.Immutable;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Memory;
using PostModern.Arrow.Types;

namespace PostModern.DuckDb.Native.Reading;

/// <summary>Values that are the same bytes in both systems.</summary>
/// <param name="type">The Arrow type.</param>
/// <param name="width">Bytes a value.</param>
/// <param name="dictionary">See <see cref="ColumnReader"/>.</param>
internal sealed unsafe class FixedReader(ArrowType type, int width, Column? dictionary = null) : ColumnReader(type, dictionary)
{
    private readonly ValueBuffer _values = new();
    private byte* _data;

    public override long ByteCount => _values.Length;

    protected override void AttachValues(nint vector) => _data = (byte*)NativeMethods.duckdb_vector_get_data(vector);

    protected override void AppendValues(int start, int count)
    {
        var bytes = checked(count * width);
        Buffer.MemoryCopy(_data + ((long)start * width), _values.Reserve(bytes), bytes, bytes);
        _values.Advance(bytes);
    }

    protected override ImmutableArray<ReadOnlyMemory<byte>> BuildBuffers(NativeBufferSet owner) => [_values.Build(owner)];

    protected override void DisposeValues() => _values.Dispose();
}
