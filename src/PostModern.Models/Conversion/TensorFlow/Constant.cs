namespace PostModern.Models.Conversion.TensorFlow;

/// <summary>A tensor whose value is known when a graph is converted.</summary>
/// <param name="Shape">Empty for a scalar.</param>
/// <param name="Values">float[], int[] or bool[], in row-major order; as many as the shape says.</param>
internal sealed record Constant(int[] Shape, Array Values)
{
    /// <summary>The values of a tensor that TensorFlow uses as sizes, axes or indices.</summary>
    /// <exception cref="InvalidCastException">The tensor holds no integers.</exception>
    public int[] Integers => (int[])Values;

    /// <exception cref="InvalidCastException">The tensor holds no floats.</exception>
    public float[] Floats => (float[])Values;
}
