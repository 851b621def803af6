namespace PostModern.Tests.Models.Conversion;

/// <summary>What TF.js computed: some of an output's values, and the means of all.</summary>
/// <param name="Shape">The output's shape.</param>
/// <param name="Mean">Of all values.</param>
/// <param name="MeanAbs">Of their absolute values.</param>
/// <param name="Positions">Of the values below, in row-major order.</param>
/// <param name="Values">At those positions.</param>
public sealed record GoldenOutput(int[] Shape, int Length, double Mean, double MeanAbs, int[] Positions, float[] Values);
