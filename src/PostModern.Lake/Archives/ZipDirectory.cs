using System.Buffers.Binary;
using System.Globalization;
using PostModern.Arrow.Errors;

namespace PostModern.Lake.Archives;

/// <summary>The directory at the end of a zip file: all that has to be read to list its members.</summary>
/// <remarks>APPNOTE 6.3.10. <c>ZipArchive</c> reads it, too, but member by member from the start, without a limit, and anew for each member that is opened.</remarks>
internal static class ZipDirectory
{
    private const int EndBytes = 22;
    private const int LocatorBytes = 20;
    private const int WideEndBytes = 56;
    private const int MostComment = ushort.MaxValue;
    private const int LocalHeaderBytes = 30;
    private const uint EndMark = 0x06054b50;
    private const uint LocatorMark = 0x07064b50;
    private const uint WideEndMark = 0x06064b50;
    private const uint LocalMark = 0x04034b50;
    private const int ReadAtOnce = 1 << 20;

    /// <summary>Whether the end looks like a zip file's.</summary>
    public static async Task<bool> IsAtEndAsync(Stream stream, CancellationToken cancellationToken) =>
        FindEnd((await ReadTailAsync(stream, cancellationToken)).Tail) >= 0;

    public static async Task<ArchiveIndex> ReadAsync(Stream stream, ArchiveLimits limits, CancellationToken cancellationToken)
    {
        var place = await FindAsync(stream, cancellationToken);
        var members = new List<ArchiveMember>();
        var failure = await ReadRecordsAsync(stream, place, members, limits, cancellationToken) ?? CheckSizes(members, stream.Length);
        return new ArchiveIndex(ArchiveKind.Zip, ArchiveIndex.Hide(members), failure);
    }

    /// <summary>Where a member's bytes begin: behind a header whose length only the header tells.</summary>
    public static async Task<long> FindContentAsync(Stream stream, ArchiveMember member, CancellationToken cancellationToken)
    {
        var header = new byte[LocalHeaderBytes];
        if (member.Offset >= 0 && member.Offset + LocalHeaderBytes <= stream.Length)
        {
            stream.Seek(member.Offset, SeekOrigin.Begin);
            await stream.ReadExactlyAsync(header, cancellationToken);
            var content = member.Offset + LocalHeaderBytes + Short(header, 26) + Short(header, 28);
            if (Long(header, 0) == LocalMark && content + member.StoredSize <= stream.Length)
            {
                return content;
            }
        }

        throw Broken($"'{member.Name}' is not where its directory says");
    }

    private static async Task<Place> FindAsync(Stream stream, CancellationToken cancellationToken)
    {
        var (tail, tailAt) = await ReadTailAsync(stream, cancellationToken);
        var end = FindEnd(tail);
        if (end < 0)
        {
            throw Broken("its directory, at the end, is missing");
        }

        long length = Long(tail, end + 12);
        long offset = Long(tail, end + 16);
        var endAt = tailAt + end;
        if ((length == uint.MaxValue || offset == uint.MaxValue || Short(tail, end + 10) == ushort.MaxValue) && end >= LocatorBytes && Long(tail, end - LocatorBytes) == LocatorMark)
        {
            endAt = BinaryPrimitives.ReadInt64LittleEndian(tail.AsSpan(end - LocatorBytes + 8));
            (length, offset) = await ReadWideEndAsync(stream, endAt, cancellationToken);
        }

        // Offsets count from the start of the zip file, which may have something else in front.
        return length >= 0 && offset >= 0 && length <= endAt && offset <= endAt - length
            ? new Place(endAt - length, length, endAt - length - offset)
            : throw Broken("its directory is not where its end says");
    }

    private static async Task<(long Length, long Offset)> ReadWideEndAsync(Stream stream, long at, CancellationToken cancellationToken)
    {
        if (at < 0 || at > stream.Length - WideEndBytes)
        {
            throw Broken("its directory's end is not where the file says");
        }

        var end = new byte[WideEndBytes];
        stream.Seek(at, SeekOrigin.Begin);
        await stream.ReadExactlyAsync(end, cancellationToken);
        return Long(end, 0) == WideEndMark
            ? (BinaryPrimitives.ReadInt64LittleEndian(end.AsSpan(40)), BinaryPrimitives.ReadInt64LittleEndian(end.AsSpan(48)))
            : throw Broken("its directory's end is not where the file says");
    }

    private static async Task<ServerException?> ReadRecordsAsync(
        Stream stream, Place place, List<ArchiveMember> members, ArchiveLimits limits, CancellationToken cancellationToken)
    {
        // No record is longer than its fixed part and three texts.
        var buffer = new byte[Math.Min(place.Length, ReadAtOnce + ZipRecord.FixedBytes + (3 * ushort.MaxValue))];
        var filled = 0;
        var left = place.Length;
        stream.Seek(place.Start, SeekOrigin.Begin);
        while (left > 0 || filled > 0)
        {
            var part = buffer.AsMemory(filled, (int)Math.Min(left, buffer.Length - filled));
            await stream.ReadExactlyAsync(part, cancellationToken);
            left -= part.Length;
            filled += part.Length;
            var (used, failure) = ReadRecords(buffer.AsSpan(0, filled), place.Shift, members, limits);
            if (failure is not null)
            {
                return failure;
            }

            if (used == 0 && (left == 0 || filled == buffer.Length))
            {
                return Broken($"its directory can't be read behind {members.Count} members");
            }

            buffer.AsSpan(used, filled - used).CopyTo(buffer);
            filled -= used;
        }

        return null;
    }

    private static (int Used, ServerException? Failure) ReadRecords(ReadOnlySpan<byte> bytes, long shift, List<ArchiveMember> members, ArchiveLimits limits)
    {
        var used = 0;
        while (ZipRecord.TryRead(bytes[used..], out var record))
        {
            if (members.Count == limits.MostMembers)
            {
                return (used, new ServerException(ErrorCode.ResourceExhausted, string.Create(
                    CultureInfo.InvariantCulture, $"The archive has more than {limits.MostMembers} members; the others are not listed.")));
            }

            if (record.ToMember(shift) is { } member)
            {
                members.Add(member with { Failure = member.Failure ?? CheckSize(member, limits) });
            }

            used += record.Length;
        }

        return (used, null);
    }

    // Members that share bytes make a small file as large as one likes, without growing much each.
    private static ServerException? CheckSizes(List<ArchiveMember> members, long length)
    {
        var stored = 0m;
        foreach (var member in members)
        {
            stored += member.StoredSize;
        }

        if (stored <= length)
        {
            return null;
        }

        var bomb = new ServerException(ErrorCode.InvalidInput, string.Create(
            CultureInfo.InvariantCulture, $"The members say that they take {stored} bytes of an archive of {length}: taken for a decompression bomb, whose members lie upon each other."));
        for (var i = 0; i < members.Count; i++)
        {
            members[i] = members[i] with { Failure = bomb };
        }

        return bomb;
    }

    private static ServerException? CheckSize(ArchiveMember member, ArchiveLimits limits)
    {
        var isBomb = member.Size > limits.HarmlessBytes && member.Size / limits.MostGrowth > member.StoredSize;
        return isBomb || member.Size > limits.MostInflatedBytes
            ? new ServerException(ErrorCode.ResourceExhausted, string.Create(
                CultureInfo.InvariantCulture,
                $"'{member.Name}' would become {member.Size} bytes from {member.StoredSize} by inflating{(isBomb ? ": taken for a decompression bomb" : $"; at most {limits.MostInflatedBytes} are inflated")}."))
            : null;
    }

    private static async Task<(byte[] Tail, long At)> ReadTailAsync(Stream stream, CancellationToken cancellationToken)
    {
        var tail = new byte[Math.Min(stream.Length, EndBytes + LocatorBytes + MostComment)];
        var at = stream.Length - tail.Length;
        stream.Seek(at, SeekOrigin.Begin);
        await stream.ReadExactlyAsync(tail, cancellationToken);
        return (tail, at);
    }

    /// <summary>The last mark whose comment ends with the file; a comment may hold the mark, too.</summary>
    private static int FindEnd(byte[] tail)
    {
        for (var at = tail.Length - EndBytes; at >= 0; at--)
        {
            if (Long(tail, at) == EndMark && at + EndBytes + Short(tail, at + 20) <= tail.Length)
            {
                return at;
            }
        }

        return -1;
    }

    private static ServerException Broken(string what) => new(ErrorCode.InvalidInput, $"The zip file is damaged or cut short: {what}.");

    private static ushort Short(byte[] bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(at));

    private static uint Long(byte[] bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at));

    /// <param name="Start">Where the directory begins.</param>
    /// <param name="Length">Its bytes.</param>
    /// <param name="Shift">Bytes in front of the zip file that its offsets don't count.</param>
    private readonly record struct Place(long Start, long Length, long Shift);
}
