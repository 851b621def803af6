using System.Collections.Immutable;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Memory;
using PostModern.Arrow.Types;

namespace PostModern.DuckDb.Native.Reading;

/// <summary>Fixed-width values that change form on the way.</summary>
internal sealed unsafe class ConvertingReader<TFrom, TTo, TConversion>(ArrowType type, Column? dictionary = null) : ColumnReader(type, dictionary)
    where TFrom : unmanaged
    where TTo : unmanaged
    where TConversion : struct, IConversion<TFrom, TTo>
{
    private readonly ValueBuffer _values = new();
    private TFrom* _data;

    public override long ByteCount => _values.Length;

    protected override void AttachValues(nint vector) => _data = (TFrom*)NativeMethods.duckdb_vector_get_data(vector);

    protected override void AppendValues(int start, int count)
    {
        var bytes = checked(count * sizeof(TTo));
        var target = (TTo*)_values.Reserve(bytes);
        var source = _data + start;
        for (var i = 0; i < count; i++)
        {
            // Under a null lies whatever was there before; a conversion that can fail must not see it.
            target[i] = IsValid(start + i) ? TConversion.Convert(source[i]) : default;
        }

        _values.Advance(bytes);
    }

    protected override ImmutableArray<ReadOnlyMemory<byte>> BuildBuffers(NativeBufferSet owner) => [_values.Build(owner)];

    protected override void DisposeValues() => _values.Dispose();
}
