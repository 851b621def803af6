using System.Text.Json;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;

namespace PostModern.Models.Tasks.Entities;

/// <summary>What a text mentions, encoded as a JSON array [label, text, score, position, label …]: STRUCT(label, text, score, position)[].</summary>
internal sealed class EntityResult : ResultCodec
{
    /// <summary>STRUCT(label VARCHAR, text VARCHAR, score DOUBLE, "position" INTEGER)[].</summary>
    internal static ArrowType ArrowType { get; } = new ListType(new StructType(
        new Field("label", ArrowTypes.Utf8),
        new Field("text", ArrowTypes.Utf8),
        new Field("score", ArrowTypes.Float64),
        new Field("position", ArrowTypes.Int32)));

    internal override ArrowType Type => ArrowType;

    /// <param name="entities">In the order of the text.</param>
    internal static byte[] Encode(IEnumerable<Entity> entities) => JsonSerializer.SerializeToUtf8Bytes(
        entities.SelectMany(entity => (object?[])[entity.Label, entity.Text, entity.Score, entity.Position]));

    internal override void Append(ColumnBuilder builder, ReadOnlySpan<byte> encoded)
    {
        var reader = new Utf8JsonReader(encoded);
        using var json = JsonDocument.ParseValue(ref reader);
        var list = (ListBuilder)builder;
        var rows = (StructBuilder)list.Items;
        foreach (var entity in json.RootElement.EnumerateArray().Chunk(4))
        {
            ((Utf8Builder)rows.Fields[0]).Append(entity[0].GetString()!);
            ((Utf8Builder)rows.Fields[1]).Append(entity[1].GetString()!);
            ((PrimitiveBuilder<double>)rows.Fields[2]).Append(entity[2].GetDouble());
            AppendPosition((PrimitiveBuilder<int>)rows.Fields[3], entity[3]);
            rows.Append();
        }

        list.Append();
    }

    private static void AppendPosition(PrimitiveBuilder<int> positions, JsonElement position)
    {
        if (position.ValueKind == JsonValueKind.Null)
        {
            positions.AppendNull();
        }
        else
        {
            positions.Append(position.GetInt32());
        }
    }
}
