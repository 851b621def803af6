using Google.Protobuf;
using AttributeType = PostModern.Models.Conversion.Onnx.AttributeProto.Types.AttributeType;

namespace PostModern.Models.Conversion.Onnx;

/// <summary>Attributes of ONNX nodes, by the type of their value.</summary>
internal static class OnnxAttribute
{
    public static AttributeProto Of(string name, long value) => new() { Name = name, Type = AttributeType.Int, I = value };

    public static AttributeProto Of(string name, float value) => new() { Name = name, Type = AttributeType.Float, F = value };

    public static AttributeProto Of(string name, string value) =>
        new() { Name = name, Type = AttributeType.String, S = ByteString.CopyFromUtf8(value) };

    public static AttributeProto Of(string name, IEnumerable<int> values) =>
        new() { Name = name, Type = AttributeType.Ints, Ints = { values.Select(value => (long)value) } };
}
