using System.Globalization;
using PostModern.Arrow.Errors;

namespace PostModern.Lake.Archives;

/// <summary>The members of a tar file, from header to header.</summary>
/// <remarks>.NET's own reader takes as much memory as a header claims to need, and refuses names that it writes itself.</remarks>
internal sealed class TarHeaders(Stream stream, ArchiveLimits limits)
{
    /// <summary>Of a name, and of all else that a header says of a member.</summary>
    private const int MostExtensionBytes = 1 << 20;

    private readonly List<ArchiveMember> _members = [];
    private readonly Dictionary<string, ArchiveMember> _byName = [];
    private readonly byte[] _block = new byte[TarHeader.Bytes];
    private long _position = stream.CanSeek ? stream.Position : 0;

    public static async Task<ArchiveIndex> ReadAsync(ArchiveKind kind, Stream stream, ArchiveLimits limits, CancellationToken cancellationToken)
    {
        var headers = new TarHeaders(stream, limits);
        ServerException? failure = null;
        try
        {
            await headers.ReadAsync(cancellationToken);
        }
        catch (ServerException e)
        {
            failure = e;
        }

        return new ArchiveIndex(kind, ArchiveIndex.Hide(headers._members), failure);
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        while (await ReadHeaderAsync(cancellationToken) is { } header)
        {
            var extension = new TarExtension();
            while (header.Type is TarHeader.ExtendedNext or TarHeader.ExtendedAll or TarHeader.LongName or TarHeader.LongLink)
            {
                await ReadExtensionAsync(header, extension, cancellationToken);
                header = await ReadHeaderAsync(cancellationToken) ?? throw Broken("it ends behind a name without a member");
            }

            header = extension.Apply(header);
            if (_members.Count == limits.MostMembers)
            {
                throw new ServerException(ErrorCode.ResourceExhausted, string.Create(
                    CultureInfo.InvariantCulture, $"The archive has more than {limits.MostMembers} members; the others are not listed."));
            }

            Add(header, extension.IsSparse);
            await SkipAsync(header, cancellationToken);
        }
    }

    /// <returns>Null at the end of the archive, which is a block of zeros.</returns>
    private async Task<TarHeader?> ReadHeaderAsync(CancellationToken cancellationToken)
    {
        await FillAsync(_block, cancellationToken);
        return _block.AsSpan().IndexOfAnyExcept((byte)0) < 0 ? null
            : TarHeader.Read(_block) ?? throw Broken(_position == TarHeader.Bytes ? "it is no tar file" : "something else stands where a member should begin");
    }

    private async Task ReadExtensionAsync(TarHeader header, TarExtension extension, CancellationToken cancellationToken)
    {
        if (header.Size > MostExtensionBytes)
        {
            throw Broken(string.Create(CultureInfo.InvariantCulture, $"a name or the like has {header.Size} bytes"));
        }

        var body = new byte[Padded(header.Size)];
        await FillAsync(body, cancellationToken);
        if (header.Type != TarHeader.ExtendedAll && !extension.TryAdd(header.Type, body.AsSpan(0, (int)header.Size)))
        {
            throw Broken("what stands in front of a member can't be read");
        }
    }

    private void Add(TarHeader header, bool isSparse)
    {
        if (MemberOf(header, isSparse) is { } member)
        {
            _members.Add(member);
            _byName[member.Name] = member;
        }
    }

    /// <summary>Null for what has no bytes of its own: folders, symbolic links, devices.</summary>
    private ArchiveMember? MemberOf(TarHeader header, bool isSparse) => header.Type switch
    {
        TarHeader.Sparse => Failed(header, "is stored as a sparse file, which can't be read"),
        TarHeader.OtherVolume => Failed(header, "goes on in another volume"),
        TarHeader.HardLink when _byName.TryGetValue(header.LinkName, out var linked) => linked with { Name = header.Name },
        TarHeader.HardLink => Failed(header, $"is a link to '{header.LinkName}', which the archive doesn't hold before it"),
        TarHeader.Regular or TarHeader.OldRegular or TarHeader.Contiguous when isSparse => Failed(header, "is stored as a sparse file, which can't be read"),
        TarHeader.Regular or TarHeader.OldRegular or TarHeader.Contiguous when !header.Name.EndsWith('/') =>
            new ArchiveMember(header.Name, header.Size) { Offset = _position, StoredSize = header.Size, IsStored = true },
        _ => null,
    };

    private async Task SkipAsync(TarHeader header, CancellationToken cancellationToken)
    {
        // A link's size is that of what it links to, and nothing follows.
        var body = header.Type == TarHeader.HardLink ? 0 : header.Size;
        if (stream.CanSeek)
        {
            if (body > stream.Length - _position)
            {
                throw CutShort();
            }

            _position = Math.Min(_position + Padded(body), stream.Length);
            stream.Position = _position;
            return;
        }

        var buffer = new byte[64 * 1024];
        for (var left = Padded(body); left > 0;)
        {
            var part = buffer.AsMemory(0, (int)Math.Min(left, buffer.Length));
            await FillAsync(part, cancellationToken);
            left -= part.Length;
        }
    }

    private async Task FillAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var read = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        _position += read;
        if (read < buffer.Length)
        {
            throw CutShort();
        }
    }

    private ServerException CutShort() => Broken(string.Create(
        CultureInfo.InvariantCulture, $"it is cut short behind {_members.Count} members, at byte {_position}"));

    private static long Padded(long size) => (size + TarHeader.Bytes - 1) / TarHeader.Bytes * TarHeader.Bytes;

    private static ArchiveMember Failed(TarHeader header, string reason) =>
        new(header.Name, header.Size) { Failure = new ServerException(ErrorCode.Unsupported, $"'{header.Name}' {reason}.") };

    private static ServerException Broken(string what) => new(ErrorCode.InvalidInput, $"The tar file is damaged: {what}.");
}
