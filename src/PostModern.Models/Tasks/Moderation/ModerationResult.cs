using System.Runtime.InteropServices;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;

namespace PostModern.Models.Tasks.Moderation;

/// <summary>STRUCT(drawing, hentai, neutral, porn, sexy, flagged): a likelihood a kind, and whether those of hentai, porn and sexy together reach a threshold.</summary>
/// <remarks>Encoded as the likelihoods, little-endian floats: another threshold costs no model call.</remarks>
internal sealed class ModerationResult(float threshold) : ResultCodec
{
    internal const float DefaultThreshold = 0.7f;

    private static readonly int[] s_flagged = [1, 3, 4];

    internal static ArrowType StructType { get; } = new StructType(
        [.. ModerationModel.Kinds.Select(kind => new Field(kind, ArrowTypes.Float32)), new Field("flagged", ArrowTypes.Boolean)]);

    internal override ArrowType Type => StructType;

    internal override void Append(ColumnBuilder builder, ReadOnlySpan<byte> encoded)
    {
        var row = (StructBuilder)builder;
        var likelihoods = MemoryMarshal.Cast<byte, float>(encoded);
        for (var kind = 0; kind < likelihoods.Length; kind++)
        {
            ((PrimitiveBuilder<float>)row.Fields[kind]).Append(likelihoods[kind]);
        }

        var sum = 0f;
        foreach (var kind in s_flagged)
        {
            sum += likelihoods[kind];
        }

        ((BooleanBuilder)row.Fields[likelihoods.Length]).Append(sum >= threshold);
        row.Append();
    }
}
