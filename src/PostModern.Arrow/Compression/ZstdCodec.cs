using System.Runtime.InteropServices;
using PostModern.Arrow.Errors;

namespace PostModern.Arrow.Compression;

/// <summary>Zstandard frames through libzstd (zstd.h).</summary>
internal sealed unsafe partial class ZstdCodec : BufferCodec
{
    private const string Library = "libzstd.so.1";

    // A stream wants speed first; the levels above cost several times the time for a tenth of the size.
    private const int Level = 1;

    private static BufferCodec? s_loaded;

    public static BufferCodec Loaded => s_loaded ??= Load();

    public override string Name => "ZSTD";

    /// <remarks>A block of one repeated byte is four bytes and unfolds to 128 KiB.</remarks>
    public override int LargestRatio => 128 * 1024 / 4;

    public override bool TryDecompress(ReadOnlySpan<byte> source, Span<byte> target)
    {
        fixed (byte* from = source)
        fixed (byte* to = target)
        {
            // An error's code is a number near the largest, and no length.
            return ZSTD_decompress(to, (nuint)target.Length, from, (nuint)source.Length) == (nuint)target.Length;
        }
    }

    public override int MaxCompressedLength(int length) => checked((int)ZSTD_compressBound((nuint)length));

    public override int Compress(ReadOnlySpan<byte> source, Span<byte> target)
    {
        fixed (byte* from = source)
        fixed (byte* to = target)
        {
            var written = ZSTD_compress(to, (nuint)target.Length, from, (nuint)source.Length, Level);
            return ZSTD_isError(written) == 0
                ? (int)written
                : throw new ServerException(ErrorCode.Internal, $"libzstd failed: {Marshal.PtrToStringUTF8(ZSTD_getErrorName(written))}.");
        }
    }

    private static ZstdCodec Load()
    {
        CodecLibrary.Require(Library, "libzstd1", "ZSTD");
        return new ZstdCodec();
    }

    [LibraryImport(Library)]
    private static partial nuint ZSTD_decompress(byte* target, nuint capacity, byte* source, nuint length);

    [LibraryImport(Library)]
    private static partial nuint ZSTD_compressBound(nuint length);

    [LibraryImport(Library)]
    private static partial nuint ZSTD_compress(byte* target, nuint capacity, byte* source, nuint length, int level);

    [LibraryImport(Library)]
    private static partial uint ZSTD_isError(nuint result);

    [LibraryImport(Library)]
    private static partial nint ZSTD_getErrorName(nuint result);
}
