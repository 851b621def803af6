using System.Buffers.Binary;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;

namespace PostModern.Models.Tasks.Detection;

/// <summary>Answers that are things in a picture: STRUCT(label, score, box STRUCT(x, y, w, h))[], boxes in pixels of the upright picture.</summary>
/// <remarks>
/// Encoded as 21 bytes a thing: label, then score, x, y, w, h as little-endian floats. Everything down to
/// <see cref="LowestThreshold"/> is encoded and cached; a higher threshold leaves things out here, so that trying another
/// one costs no model call.
/// </remarks>
internal sealed class DetectionResult(float threshold) : ResultCodec
{
    /// <summary>Nothing surer than this is lost to SQL.</summary>
    internal const float LowestThreshold = 0.1f;

    private const int Size = 1 + (5 * sizeof(float));

    internal static ListType ArrowType { get; } = new(new StructType(
        new Field("label", ArrowTypes.Utf8),
        new Field("score", ArrowTypes.Float32),
        new Field("box", new StructType(
            new Field("x", ArrowTypes.Float32),
            new Field("y", ArrowTypes.Float32),
            new Field("w", ArrowTypes.Float32),
            new Field("h", ArrowTypes.Float32)))));

    internal override ArrowType Type => ArrowType;

    /// <param name="things">What was found.</param>
    /// <param name="width">The upright picture's pixels across.</param>
    /// <param name="height">The upright picture's pixels down.</param>
    internal static byte[] Encode(IReadOnlyList<DetectedObject> things, int width, int height)
    {
        var encoded = new byte[things.Count * Size];
        for (var i = 0; i < things.Count; i++)
        {
            var (label, score, box) = things[i];
            var target = encoded.AsSpan(i * Size, Size);
            target[0] = (byte)label;
            Write(target, 0, score);
            Write(target, 1, box.Left * width);
            Write(target, 2, box.Top * height);
            Write(target, 3, (box.Right - box.Left) * width);
            Write(target, 4, (box.Bottom - box.Top) * height);
        }

        return encoded;
    }

    internal override void Append(ColumnBuilder builder, ReadOnlySpan<byte> encoded)
    {
        var list = (ListBuilder)builder;
        var things = (StructBuilder)list.Items;
        for (; !encoded.IsEmpty; encoded = encoded[Size..])
        {
            if (Read(encoded, 0) >= threshold)
            {
                AppendThing(things, encoded);
            }
        }

        list.Append();
    }

    private static void AppendThing(StructBuilder things, ReadOnlySpan<byte> encoded)
    {
        ((Utf8Builder)things.Fields[0]).Append(CocoLabels.Names[encoded[0]]);
        ((PrimitiveBuilder<float>)things.Fields[1]).Append(Read(encoded, 0));
        var box = (StructBuilder)things.Fields[2];
        for (var i = 0; i < 4; i++)
        {
            ((PrimitiveBuilder<float>)box.Fields[i]).Append(Read(encoded, 1 + i));
        }

        box.Append();
        things.Append();
    }

    private static float Read(ReadOnlySpan<byte> encoded, int index) => BinaryPrimitives.ReadSingleLittleEndian(encoded[(1 + (index * 4))..]);

    private static void Write(Span<byte> target, int index, float value) =>
        BinaryPrimitives.WriteSingleLittleEndian(target[(1 + (index * 4))..], value);
}
