using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using PostModern.Arrow.Errors;

namespace PostModern.Models.Inference;

/// <summary>The inputs and outputs of an ONNX file, as it says itself.</summary>
internal sealed record OnnxSignature(IReadOnlyList<TensorInfo> Inputs, IReadOnlyList<TensorInfo> Outputs)
{
    /// <exception cref="ServerException">InvalidInput: it is no model that ONNX Runtime can load. Unsupported: it takes or gives something that is no tensor.</exception>
    internal static OnnxSignature Read(string path)
    {
        try
        {
            using var session = OnnxSessions.Open(path);
            return new OnnxSignature(
                [.. session.InputNames.Select(name => Info(name, session.InputMetadata[name]))],
                [.. session.OutputNames.Select(name => Info(name, session.OutputMetadata[name]))]);
        }
        catch (OnnxRuntimeException e)
        {
            throw new ServerException(ErrorCode.InvalidInput, $"'{path}' can't be loaded as an ONNX model: {e.Message}", e);
        }
    }

    private static TensorInfo Info(string name, NodeMetadata metadata) => metadata.OnnxValueType == OnnxValueType.ONNX_TYPE_TENSOR
        ? new TensorInfo(name, TypeOf(name, metadata.ElementDataType), [.. metadata.Dimensions.Select(extent => extent < 0 ? -1L : extent)])
        : throw new ServerException(
            ErrorCode.Unsupported, $"'{name}' is no tensor ({metadata.OnnxValueType}). Export the model without sequences and maps; scikit-learn's classifiers with the option zipmap=False.");

    private static TensorType TypeOf(string name, TensorElementType type) => type switch
    {
        TensorElementType.Float => TensorType.Float32,
        TensorElementType.Double => TensorType.Float64,
        TensorElementType.Int8 => TensorType.Int8,
        TensorElementType.Int16 => TensorType.Int16,
        TensorElementType.Int32 => TensorType.Int32,
        TensorElementType.Int64 => TensorType.Int64,
        TensorElementType.UInt8 => TensorType.UInt8,
        TensorElementType.UInt16 => TensorType.UInt16,
        TensorElementType.UInt32 => TensorType.UInt32,
        TensorElementType.UInt64 => TensorType.UInt64,
        TensorElementType.Bool => TensorType.Bool,
        TensorElementType.String => TensorType.Text,
        _ => throw new ServerException(ErrorCode.Unsupported, $"'{name}' has elements of type {type}, for which SQL has no type. Export the model with float32."),
    };
}
