namespace PostModern.Models.Decoding.Sound;

/// <summary>How a sample is written, little end first.</summary>
internal enum SampleEncoding
{
    /// <summary>8 bits, 128 is silence.</summary>
    Unsigned8,

    /// <summary>16 bits with a sign.</summary>
    Signed16,

    /// <summary>24 bits with a sign, in three bytes.</summary>
    Signed24,

    /// <summary>32 bits with a sign.</summary>
    Signed32,

    /// <summary>A float of 32 bits, full scale is 1.</summary>
    Float32,

    /// <summary>A float of 64 bits, full scale is 1.</summary>
    Float64,
}
