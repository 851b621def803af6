using System.IO.Compression;
using PostModern.Arrow.Errors;

namespace PostModern.Lake.Archives;

/// <summary>Reads zip, tar and tar.gz files without unpacking them.</summary>
/// <remarks>What a file is, its bytes say, not its name. Names of members are only names: nothing is ever written under one.</remarks>
public static class Archive
{
    private const string Readable = "members(obj) reads zip, tar and tar.gz files.";

    /// <summary>Lists the members. Of a zip file only its directory is read, of a tar file only the headers; a tar.gz is inflated and passed by.</summary>
    /// <param name="stream">Seekable; borrowed.</param>
    /// <param name="limits">What is refused.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="ServerException">InvalidInput, Unsupported: no archive that can be read. What fails later is in <see cref="ArchiveIndex.Failure"/>.</exception>
    public static async Task<ArchiveIndex> ReadIndexAsync(Stream stream, ArchiveLimits limits, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(limits);
        switch (await KindOfAsync(stream, cancellationToken))
        {
            case ArchiveKind.Zip:
                return await ZipDirectory.ReadAsync(stream, limits, cancellationToken);
            case ArchiveKind.Tar:
                return await TarHeaders.ReadAsync(ArchiveKind.Tar, stream, limits, cancellationToken);
            default:
                await using (var inflated = Inflate(stream, limits, limits.MostPassedBytes))
                {
                    return await TarHeaders.ReadAsync(ArchiveKind.GzipTar, inflated, limits, cancellationToken);
                }
        }
    }

    /// <summary>Opens a member of a zip or tar file.</summary>
    /// <param name="stream">Of the archive; the returned stream disposes it.</param>
    /// <param name="index">What was read of it; of a tar.gz the stream is what <see cref="Inflate"/> gave.</param>
    /// <param name="member">One of its members.</param>
    /// <param name="limits">What is refused, while it is inflated.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>Seekable where the member lies there as it is, else to be read once, from its start.</returns>
    public static async Task<Stream> OpenAsync(
        Stream stream, ArchiveIndex index, ArchiveMember member, ArchiveLimits limits, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(index);
        ArgumentNullException.ThrowIfNull(member);
        ArgumentNullException.ThrowIfNull(limits);
        var offset = index.Kind == ArchiveKind.Zip ? await ZipDirectory.FindContentAsync(stream, member, cancellationToken) : member.Offset;
        var stored = new SliceStream(stream, offset, member.StoredSize);
        return member.IsStored
            ? stored
            : new InflatedStream(new DeflateStream(stored, CompressionMode.Decompress), stored, limits, member.Size, mustFill: true);
    }

    /// <summary>The tar file in a tar.gz, guarded by the limits; to be read once, from its start.</summary>
    /// <param name="stream">Of the tar.gz; the returned stream disposes it not.</param>
    /// <param name="limits">What is refused.</param>
    /// <param name="mostBytes">The largest size.</param>
    public static Stream Inflate(Stream stream, ArchiveLimits limits, long mostBytes)
    {
        ArgumentNullException.ThrowIfNull(stream);
        stream.Seek(0, SeekOrigin.Begin);
        return new InflatedStream(new GZipStream(stream, CompressionMode.Decompress, leaveOpen: true), stream, limits, mostBytes, mustFill: false);
    }

    private static async Task<ArchiveKind> KindOfAsync(Stream stream, CancellationToken cancellationToken)
    {
        var head = new byte[TarHeader.Bytes];
        stream.Seek(0, SeekOrigin.Begin);
        var length = await stream.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken);
        stream.Seek(0, SeekOrigin.Begin);
        return head.AsSpan(0, length) switch
        {
            [] => throw new ServerException(ErrorCode.InvalidInput, "The file is empty (0 bytes), so it is no archive."),
            [0x1F, 0x8B, ..] => ArchiveKind.GzipTar,
            [(byte)'B', (byte)'Z', (byte)'h', ..] => throw Unreadable("bzip2"),
            [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', ..] => throw Unreadable("xz"),
            [0x28, 0xB5, 0x2F, 0xFD, ..] => throw Unreadable("Zstandard"),
            [(byte)'7', (byte)'z', 0xBC, 0xAF, ..] => throw Unreadable("7z"),
            [(byte)'R', (byte)'a', (byte)'r', (byte)'!', ..] => throw Unreadable("RAR"),
            [(byte)'P', (byte)'K', (byte)'0', (byte)'0', ..] or [(byte)'P', (byte)'K', 7, 8, ..] => throw new ServerException(ErrorCode.Unsupported, $"The zip file is one of several volumes. {Readable}"),
            [(byte)'P', (byte)'K', 3, 4, ..] or [(byte)'P', (byte)'K', 5, 6, ..] => ArchiveKind.Zip,
            var tar when TarHeader.Read(tar) is not null => ArchiveKind.Tar,

            // A program in front of a zip file, as self-extracting ones have it, or nothing of ours: the directory at the end tells.
            _ => await ZipDirectory.IsAtEndAsync(stream, cancellationToken)
                ? ArchiveKind.Zip
                : throw new ServerException(ErrorCode.InvalidInput, $"The file is no archive of a known format (it begins with {Convert.ToHexString(head, 0, Math.Min(8, length))}). {Readable}"),
        };
    }

    private static ServerException Unreadable(string format) => new(ErrorCode.Unsupported, $"The file is packed with {format}. {Readable}");
}
