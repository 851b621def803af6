using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;

namespace PostModern.Models.Tasks;

/// <summary>Answers that are text, encoded as its UTF-8.</summary>
internal sealed class TextResult : ResultCodec
{
    internal override ArrowType Type => ArrowTypes.Utf8;

    internal override void Append(ColumnBuilder builder, ReadOnlySpan<byte> encoded) => ((Utf8Builder)builder).Append(encoded);
}
