namespace PostModern.Benchmarks.Frame;

/// <summary>Which end of a measure is the good one.</summary>
internal enum Direction
{
    /// <summary>Rates: rows/s, MB/s, images/s.</summary>
    MoreIsBetter,

    /// <summary>Costs: milliseconds, bytes.</summary>
    LessIsBetter,
}
