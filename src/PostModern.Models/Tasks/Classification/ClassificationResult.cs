using System.Text.Json;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;

namespace PostModern.Models.Tasks.Classification;

/// <summary>Labels with their scores, encoded as a JSON array [label, score, label, score …]: the best alone, or all as STRUCT(label, score)[].</summary>
internal sealed class ClassificationResult(bool all) : ResultCodec
{
    /// <summary>STRUCT(label VARCHAR, score DOUBLE)[].</summary>
    internal static ArrowType ScoresType { get; } = new ListType(new StructType(new Field("label", ArrowTypes.Utf8), new Field("score", ArrowTypes.Float64)));

    internal override ArrowType Type => all ? ScoresType : ArrowTypes.Utf8;

    /// <param name="ranked">The best first.</param>
    internal static byte[] Encode(IReadOnlyList<ScoredLabel> ranked)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartArray();
            foreach (var (label, score) in ranked)
            {
                json.WriteStringValue(label);
                json.WriteNumberValue(score);
            }

            json.WriteEndArray();
        }

        return bytes.ToArray();
    }

    internal override void Append(ColumnBuilder builder, ReadOnlySpan<byte> encoded)
    {
        var reader = new Utf8JsonReader(encoded);
        using var json = JsonDocument.ParseValue(ref reader);
        if (!all)
        {
            ((Utf8Builder)builder).Append(json.RootElement[0].GetString()!);
            return;
        }

        var list = (ListBuilder)builder;
        var rows = (StructBuilder)list.Items;
        foreach (var pair in json.RootElement.EnumerateArray().Chunk(2))
        {
            ((Utf8Builder)rows.Fields[0]).Append(pair[0].GetString()!);
            ((PrimitiveBuilder<double>)rows.Fields[1]).Append(pair[1].GetDouble());
            rows.Append();
        }

        list.Append();
    }
}
