namespace PostModern.Arrow.Compression;

/// <summary>One buffer to compressed bytes and back, through a library of the system that is loaded on first use.</summary>
internal abstract class BufferCodec
{
    /// <exception cref="Errors.ServerException">Unsupported: the library isn't installed.</exception>
    public static BufferCodec Of(BodyCompression compression) => compression switch
    {
        BodyCompression.Lz4Frame => Lz4Codec.Loaded,
        BodyCompression.Zstd => ZstdCodec.Loaded,
        _ => throw new ArgumentOutOfRangeException(nameof(compression), compression, "There is no codec of no compression."),
    };

    /// <summary>As messages write it.</summary>
    public abstract string Name { get; }

    /// <summary>How many bytes one compressed byte can unfold to at most; a length beyond that is a lie, and no memory is taken for it.</summary>
    public abstract int LargestRatio { get; }

    /// <summary>Unfolds frames that fill <paramref name="target"/> to its last byte.</summary>
    /// <returns>False when they are corrupt, cut off, or of another length.</returns>
    public abstract bool TryDecompress(ReadOnlySpan<byte> source, Span<byte> target);

    /// <summary>Room that <see cref="Compress"/> needs for so many bytes.</summary>
    public abstract int MaxCompressedLength(int length);

    /// <summary>Compresses into one frame.</summary>
    /// <returns>Bytes written.</returns>
    public abstract int Compress(ReadOnlySpan<byte> source, Span<byte> target);
}
