namespace PostModern.Arrow.Compression;

/// <summary>How a writer compresses the buffers of its batches. Readers take all of them, whatever the writer chose.</summary>
public enum BodyCompression
{
    /// <summary>As they lie in memory: what every reader understands, and the only way without a copy.</summary>
    None = 0,

    /// <summary>LZ4 frames: quick. Needs the system's <c>liblz4.so.1</c>.</summary>
    Lz4Frame,

    /// <summary>Zstandard: small. Needs the system's <c>libzstd.so.1</c>.</summary>
    Zstd,
}
