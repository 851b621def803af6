using System.Text.Json;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;

namespace PostModern.Models.Tasks.Speech;

/// <summary>Transcripts, encoded as a JSON array of segments [start, end, text]: as one text, or with their times as STRUCT("start", "end", text)[].</summary>
internal sealed class TranscriptResult(bool withTimes) : ResultCodec
{
    /// <summary>STRUCT("start" DOUBLE, "end" DOUBLE, text VARCHAR)[].</summary>
    internal static ArrowType SegmentsType { get; } = new ListType(new StructType(
        new Field("start", ArrowTypes.Float64),
        new Field("end", ArrowTypes.Float64),
        new Field("text", ArrowTypes.Utf8)));

    internal override ArrowType Type => withTimes ? SegmentsType : ArrowTypes.Utf8;

    internal static byte[] Encode(IReadOnlyList<TranscriptSegment> segments)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartArray();
            foreach (var (start, end, text) in segments)
            {
                json.WriteStartArray();
                json.WriteNumberValue(start);
                json.WriteNumberValue(end);
                json.WriteStringValue(text);
                json.WriteEndArray();
            }

            json.WriteEndArray();
        }

        return bytes.ToArray();
    }

    internal override void Append(ColumnBuilder builder, ReadOnlySpan<byte> encoded)
    {
        var segments = Decode(encoded);
        if (!withTimes)
        {
            ((Utf8Builder)builder).Append(string.Join(' ', segments.Select(segment => segment.Text)));
            return;
        }

        var list = (ListBuilder)builder;
        var rows = (StructBuilder)list.Items;
        foreach (var (start, end, text) in segments)
        {
            ((PrimitiveBuilder<double>)rows.Fields[0]).Append(start);
            ((PrimitiveBuilder<double>)rows.Fields[1]).Append(end);
            ((Utf8Builder)rows.Fields[2]).Append(text);
            rows.Append();
        }

        list.Append();
    }

    private static List<TranscriptSegment> Decode(ReadOnlySpan<byte> encoded)
    {
        var reader = new Utf8JsonReader(encoded);
        using var json = JsonDocument.ParseValue(ref reader);
        return [.. json.RootElement.EnumerateArray().Select(segment => new TranscriptSegment(segment[0].GetDouble(), segment[1].GetDouble(), segment[2].GetString()!))];
    }
}
