namespace PostModern.Models.Inference;

/// <summary>Numbers or texts in several axes, in row-major order.</summary>
/// <param name="Name">The model's input or output.</param>
/// <param name="Type">Of the elements.</param>
/// <param name="Shape">The extent of each axis.</param>
/// <param name="Values">An array of float, double, sbyte … ulong, bool or string, as <paramref name="Type"/> says.</param>
internal sealed record Tensor(string Name, TensorType Type, IReadOnlyList<long> Shape, Array Values)
{
    /// <summary>How many elements a shape has.</summary>
    public static long CountOf(IEnumerable<long> shape) => shape.Aggregate(1L, (product, extent) => checked(product * extent));

    /// <summary>An array for so many elements of a type.</summary>
    public static Array NewValues(TensorType type, int count) => type switch
    {
        TensorType.Float32 => new float[count],
        TensorType.Float64 => new double[count],
        TensorType.Int8 => new sbyte[count],
        TensorType.Int16 => new short[count],
        TensorType.Int32 => new int[count],
        TensorType.Int64 => new long[count],
        TensorType.UInt8 => new byte[count],
        TensorType.UInt16 => new ushort[count],
        TensorType.UInt32 => new uint[count],
        TensorType.UInt64 => new ulong[count],
        TensorType.Bool => new bool[count],
        _ => new string[count],
    };
}
