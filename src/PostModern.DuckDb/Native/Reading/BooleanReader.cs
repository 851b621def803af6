using System.Collections.Immutable;
using PostModern.Arrow.Memory;
using PostModern.Arrow.Types;

namespace PostModern.DuckDb.Native.Reading;

/// <summary>BOOLEAN: a byte a value there, a bit here.</summary>
internal sealed unsafe class BooleanReader() : ColumnReader(ArrowTypes.Boolean)
{
    private readonly BitBuffer _bits = new();
    private byte* _data;

    public override long ByteCount => Length >> 3;

    protected override void AttachValues(nint vector) => _data = (byte*)NativeMethods.duckdb_vector_get_data(vector);

    protected override void AppendValues(int start, int count)
    {
        for (var i = 0; i < count; i += 64)
        {
            var n = Math.Min(64, count - i);
            _bits.Append(Pack(_data + start + i, n), n);
        }
    }

    protected override ImmutableArray<ReadOnlyMemory<byte>> BuildBuffers(NativeBufferSet owner) => [owner.Add(_bits.Build()).Memory];

    protected override void DisposeValues() => _bits.Dispose();

    private static ulong Pack(byte* values, int count)
    {
        var bits = 0UL;
        for (var i = 0; i < count; i++)
        {
            bits |= (ulong)(values[i] & 1) << i;
        }

        return bits;
    }
}
