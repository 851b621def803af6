using System.Buffers.Binary;

namespace PostModern.Models.Media;

/// <summary>A copy of a media file that holds only what tells of it: the beginning, the end, and the index of an MP4 file wherever that lies. The rest is a hole.</summary>
/// <remarks>So the headers of a video in a bucket cost a few megabytes instead of all. What is played is copied whole.</remarks>
internal static class HeaderCopy
{
    /// <summary>ffprobe looks at 5 MB to know the streams.</summary>
    private const int HeadBytes = 8 << 20;

    /// <summary>Tags and the last times are there.</summary>
    private const int TailBytes = 1 << 20;

    /// <summary>A day of video has an index of some 100 MB.</summary>
    private const long MostIndexBytes = 256 << 20;

    private const int BoxHeaderBytes = 16;
    private const int MostBoxes = 64;

    /// <summary>Whether a file is so large that a copy of parts is worth it.</summary>
    public static bool IsWorthIt(long length) => length > 2 * HeadBytes;

    /// <param name="media">Seekable; borrowed.</param>
    /// <param name="cancellationToken">Stops the copy.</param>
    public static Task<ScratchFile> MakeAsync(Stream media, CancellationToken cancellationToken) => ScratchFile.WriteAsync(async file =>
    {
        file.SetLength(media.Length);
        await CopyAsync(media, file, 0, HeadBytes, cancellationToken);
        await CopyAsync(media, file, media.Length - TailBytes, TailBytes, cancellationToken);
        if (await FindIndexAsync(media, cancellationToken) is var (start, length) && length <= MostIndexBytes)
        {
            await CopyAsync(media, file, start, length, cancellationToken);
        }
    });

    /// <summary>Goes from box to box of an MP4 file to the one that is the index; null for other files.</summary>
    /// <remarks>ISO/IEC 14496-12, 4.2.</remarks>
    private static async Task<(long Start, long Length)?> FindIndexAsync(Stream media, CancellationToken cancellationToken)
    {
        var header = new byte[BoxHeaderBytes];
        var at = 0L;
        for (var box = 0; box < MostBoxes && at <= media.Length - header.Length; box++)
        {
            media.Seek(at, SeekOrigin.Begin);
            await media.ReadExactlyAsync(header, cancellationToken);
            var length = BinaryPrimitives.ReadUInt32BigEndian(header) switch
            {
                0 => media.Length - at,
                1 => BinaryPrimitives.ReadInt64BigEndian(header.AsSpan(8)),
                var shortLength => shortLength,
            };
            if ((box == 0 && !header.AsSpan(4, 4).SequenceEqual("ftyp"u8)) || length < 8 || length > media.Length - at)
            {
                return null;
            }

            if (header.AsSpan(4, 4).SequenceEqual("moov"u8))
            {
                return (at, length);
            }

            at += length;
        }

        return null;
    }

    private static async Task CopyAsync(Stream media, Stream file, long start, long length, CancellationToken cancellationToken)
    {
        var buffer = new byte[256 * 1024];
        media.Seek(start, SeekOrigin.Begin);
        file.Seek(start, SeekOrigin.Begin);
        for (var left = length; left > 0;)
        {
            var part = buffer.AsMemory(0, (int)Math.Min(left, buffer.Length));
            await media.ReadExactlyAsync(part, cancellationToken);
            await file.WriteAsync(part, cancellationToken);
            left -= part.Length;
        }
    }
}
