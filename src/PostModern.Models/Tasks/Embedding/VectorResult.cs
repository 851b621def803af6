using System.Runtime.InteropServices;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;

namespace PostModern.Models.Tasks.Embedding;

/// <summary>Answers that are vectors, encoded as little-endian floats.</summary>
internal sealed class VectorResult(int dimensions) : ResultCodec
{
    internal override ArrowType Type { get; } = new FixedSizeListType(ArrowTypes.Float32, dimensions);

    // Every machine that .NET 10 runs the server on is little-endian, as is Arrow's own layout.
    internal static byte[] Encode(ReadOnlySpan<float> vector) => MemoryMarshal.AsBytes(vector).ToArray();

    internal override void Append(ColumnBuilder builder, ReadOnlySpan<byte> encoded)
    {
        var list = (FixedSizeListBuilder)builder;
        ((PrimitiveBuilder<float>)list.Items).Append(MemoryMarshal.Cast<byte, float>(encoded));
        list.Append();
    }
}
