namespace PostModern.Models.Transformers.Generation;

/// <summary>What an encoder made of inputs, for a decoder to look at.</summary>
/// <param name="Values">float32 [items, length, width].</param>
/// <param name="Items">Inputs.</param>
/// <param name="Length">Places of each.</param>
/// <param name="Width">Numbers of each place.</param>
internal sealed record EncoderStates(float[] Values, int Items, int Length, int Width)
{
    /// <summary>Each item as often as it is followed by beams.</summary>
    internal EncoderStates Repeat(int beams)
    {
        if (beams == 1)
        {
            return this;
        }

        var size = Length * Width;
        var repeated = new float[Values.Length * beams];
        for (var row = 0; row < Items * beams; row++)
        {
            Values.AsSpan(row / beams * size, size).CopyTo(repeated.AsSpan(row * size));
        }

        return this with { Values = repeated, Items = Items * beams };
    }
}
