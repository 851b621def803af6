using System.Buffers.Binary;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;

namespace PostModern.Models.Tasks.Sentiment;

/// <summary>STRUCT(label, score): <c>positive</c> or <c>negative</c>, and how likely it is that label, 0.5 to 1. Encoded as the likelihood of praise.</summary>
internal sealed class SentimentResult : ResultCodec
{
    internal static ArrowType StructType { get; } = new StructType(new Field("label", ArrowTypes.Utf8), new Field("score", ArrowTypes.Float64));

    internal override ArrowType Type => StructType;

    internal static byte[] Encode(float positive)
    {
        var encoded = new byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(encoded, positive);
        return encoded;
    }

    internal override void Append(ColumnBuilder builder, ReadOnlySpan<byte> encoded)
    {
        var row = (StructBuilder)builder;
        var positive = BinaryPrimitives.ReadSingleLittleEndian(encoded);
        ((Utf8Builder)row.Fields[0]).Append(positive >= 0.5f ? "positive" : "negative");
        ((PrimitiveBuilder<double>)row.Fields[1]).Append(Math.Max(positive, 1 - positive));
        row.Append();
    }
}
