using PostModern.Models.Conversion.TensorFlow;
using OnnxType = PostModern.Models.Conversion.Onnx.TensorProto.Types.DataType;

namespace PostModern.Models.Conversion.Operators;

/// <summary>ONNX's name for each of TF.js's element types.</summary>
internal static class OnnxTypes
{
    public static OnnxType Of(DataType type) => type switch
    {
        DataType.Float => OnnxType.Float,
        DataType.Int32 or DataType.Int64 => OnnxType.Int32,
        DataType.Bool => OnnxType.Bool,
        _ => OnnxType.Undefined,
    };
}
