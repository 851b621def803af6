namespace PostModern.Models.Inference;

/// <summary>What a tensor's elements are.</summary>
public enum TensorType
{
    Float32,
    Float64,
    Int8,
    Int16,
    Int32,
    Int64,
    UInt8,
    UInt16,
    UInt32,
    UInt64,
    Bool,
    Text,
}
