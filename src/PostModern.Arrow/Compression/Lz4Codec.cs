using System.Runtime.InteropServices;
using PostModern.Arrow.Errors;

namespace PostModern.Arrow.Compression;

/// <summary>LZ4 frames through liblz4 (lz4frame.h).</summary>
internal sealed unsafe partial class Lz4Codec : BufferCodec
{
    private const string Library = "liblz4.so.1";
    private const uint Version = 100;

    // Two threads may both load it, which is harmless; a failure is tried again, for somebody may have installed the library meanwhile.
    private static BufferCodec? s_loaded;

    public static BufferCodec Loaded => s_loaded ??= Load();

    public override string Name => "LZ4";

    /// <remarks>A match of any length costs one byte for each 255 of it.</remarks>
    public override int LargestRatio => 255;

    public override bool TryDecompress(ReadOnlySpan<byte> source, Span<byte> target)
    {
        RequireSuccess(LZ4F_createDecompressionContext(out var context, Version));
        try
        {
            fixed (byte* from = source)
            fixed (byte* to = target)
            {
                return TryDecompress(context, from, (nuint)source.Length, to, (nuint)target.Length);
            }
        }
        finally
        {
            LZ4F_freeDecompressionContext(context);
        }
    }

    public override int MaxCompressedLength(int length) => checked((int)LZ4F_compressFrameBound((nuint)length, null));

    public override int Compress(ReadOnlySpan<byte> source, Span<byte> target)
    {
        fixed (byte* from = source)
        fixed (byte* to = target)
        {
            return (int)RequireSuccess(LZ4F_compressFrame(to, (nuint)target.Length, from, (nuint)source.Length, null));
        }
    }

    private static Lz4Codec Load()
    {
        CodecLibrary.Require(Library, "liblz4-1", "LZ4");
        return new Lz4Codec();
    }

    private static bool TryDecompress(nint context, byte* from, nuint length, byte* to, nuint room)
    {
        nuint read = 0, written = 0, expected = 1;
        while (expected != 0 && read < length)
        {
            var taken = length - read;
            var given = room - written;
            expected = LZ4F_decompress(context, to + written, &given, from + read, &taken, null);
            if (LZ4F_isError(expected) != 0 || (taken == 0 && given == 0))
            {
                return false;
            }

            read += taken;
            written += given;
        }

        return expected == 0 && written == room;
    }

    private static nuint RequireSuccess(nuint result) => LZ4F_isError(result) == 0
        ? result
        : throw new ServerException(ErrorCode.Internal, $"liblz4 failed: {Marshal.PtrToStringUTF8(LZ4F_getErrorName(result))}.");

    [LibraryImport(Library)]
    private static partial nuint LZ4F_createDecompressionContext(out nint context, uint version);

    [LibraryImport(Library)]
    private static partial nuint LZ4F_freeDecompressionContext(nint context);

    [LibraryImport(Library)]
    private static partial nuint LZ4F_decompress(nint context, byte* target, nuint* targetLength, byte* source, nuint* sourceLength, void* options);

    [LibraryImport(Library)]
    private static partial nuint LZ4F_compressFrameBound(nuint length, void* preferences);

    [LibraryImport(Library)]
    private static partial nuint LZ4F_compressFrame(byte* target, nuint capacity, byte* source, nuint length, void* preferences);

    [LibraryImport(Library)]
    private static partial uint LZ4F_isError(nuint result);

    [LibraryImport(Library)]
    private static partial nint LZ4F_getErrorName(nuint result);
}
