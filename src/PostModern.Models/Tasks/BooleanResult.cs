using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;

namespace PostModern.Models.Tasks;

/// <summary>Answers that are true or false, encoded as 1 or 0.</summary>
internal sealed class BooleanResult : ResultCodec
{
    internal override ArrowType Type => ArrowTypes.Boolean;

    internal override void Append(ColumnBuilder builder, ReadOnlySpan<byte> encoded) => ((BooleanBuilder)builder).Append(encoded[0] != 0);
}
