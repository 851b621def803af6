using System.Buffers.Binary;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;

namespace PostModern.Models.Tasks;

/// <summary>Answers that are whole numbers, encoded as 8 little-endian bytes.</summary>
internal sealed class NumberResult : ResultCodec
{
    internal override ArrowType Type => ArrowTypes.Int64;

    internal override void Append(ColumnBuilder builder, ReadOnlySpan<byte> encoded) =>
        ((PrimitiveBuilder<long>)builder).Append(BinaryPrimitives.ReadInt64LittleEndian(encoded));
}
