namespace PostModern.Models.Conversion.TensorFlow;

/// <summary>TensorFlow's element types, as far as TF.js knows them; numbered as in types.proto.</summary>
/// <remarks>TF.js has no 64-bit integers: a graph's int64 tensors are int32 there, and so they are here.</remarks>
internal enum DataType
{
    Float = 1,
    Int32 = 3,
    Int64 = 9,
    Bool = 10,
}
