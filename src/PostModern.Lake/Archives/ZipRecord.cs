using System.Buffers.Binary;
using System.Text;
using PostModern.Arrow.Errors;

namespace PostModern.Lake.Archives;

/// <summary>One entry of a zip file's directory.</summary>
/// <remarks>APPNOTE 6.3.10, 4.3.12 and 4.5.3.</remarks>
internal readonly ref struct ZipRecord
{
    /// <summary>Bytes before name, extra fields and comment.</summary>
    public const int FixedBytes = 46;

    private const uint Mark = 0x02014b50;
    private const ushort Zip64Field = 1;
    private const int EncryptedFlag = 1;
    private const int Utf8Flag = 1 << 11;
    private const int Stored = 0;
    private const int Deflated = 8;

    private static readonly UTF8Encoding s_strict = new(false, throwOnInvalidBytes: true);

    private readonly ReadOnlySpan<byte> _bytes;

    private ZipRecord(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>Of the whole record.</summary>
    public int Length => FixedBytes + NameBytes + ExtraBytes + Short(32);

    private int NameBytes => Short(28);

    private int ExtraBytes => Short(30);

    /// <returns>Whether a whole record stands at the start of the bytes.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out ZipRecord record)
    {
        record = new ZipRecord(bytes);
        return bytes.Length >= FixedBytes && record.Long(0) == Mark && bytes.Length >= record.Length;
    }

    /// <summary>Null for folders.</summary>
    /// <param name="shift">Bytes in front of the zip file, as self-extracting ones have them.</param>
    public ArchiveMember? ToMember(long shift)
    {
        var name = Name();
        if (name.Length == 0 || name[^1] is '/' or '\\')
        {
            return null;
        }

        var (size, stored, offset) = Sizes();
        var method = Short(10);
        return new ArchiveMember(name, size)
        {
            Offset = offset + shift,
            StoredSize = Math.Max(0, stored),
            IsStored = method == Stored,
            Failure = (Short(8) & EncryptedFlag) != 0 ? new ServerException(ErrorCode.Unsupported, $"'{name}' is encrypted; members with a password can't be read.")
                : size < 0 || stored < 0 || offset < 0 ? new ServerException(ErrorCode.InvalidInput, $"'{name}' has no size or place in the archive's directory, which is damaged.")
                : method is not (Stored or Deflated) ? new ServerException(ErrorCode.Unsupported, $"'{name}' is packed with {MethodName(method)}; members that are stored or deflated can be read.")
                : method == Stored && size != stored ? new ServerException(ErrorCode.InvalidInput, $"'{name}' has {stored} bytes in the archive and should have {size}: the archive is damaged.")
                : null,
        };
    }

    private static string MethodName(int method) => method switch
    {
        9 => "Deflate64",
        12 => "bzip2",
        14 => "LZMA",
        93 => "Zstandard",
        95 => "xz",
        98 => "PPMd",
        99 => "AES encryption",
        _ => $"method {method}",
    };

    // Many programs write UTF-8 without saying so; what isn't UTF-8 is in the code page of the first PCs.
    private string Name()
    {
        var bytes = _bytes.Slice(FixedBytes, NameBytes);
        try
        {
            return s_strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return (Short(8) & Utf8Flag) != 0 ? Encoding.UTF8.GetString(bytes) : CodePagesEncodingProvider.Instance.GetEncoding(437)!.GetString(bytes);
        }
    }

    /// <summary>Numbers that don't fit are in an extra field, those alone and in this order.</summary>
    private (long Size, long Stored, long Offset) Sizes()
    {
        (long Size, long Stored, long Offset) found = (Long(24), Long(20), Long(42));
        var wide = Zip64();
        if (found.Size == uint.MaxValue && wide.Length >= sizeof(long))
        {
            found.Size = Take(ref wide);
        }

        if (found.Stored == uint.MaxValue && wide.Length >= sizeof(long))
        {
            found.Stored = Take(ref wide);
        }

        if (found.Offset == uint.MaxValue && wide.Length >= sizeof(long))
        {
            found.Offset = Take(ref wide);
        }

        return found;
    }

    private ReadOnlySpan<byte> Zip64()
    {
        var extra = _bytes.Slice(FixedBytes + NameBytes, ExtraBytes);
        while (extra.Length >= 4)
        {
            var length = BinaryPrimitives.ReadUInt16LittleEndian(extra[2..]);
            var isWide = BinaryPrimitives.ReadUInt16LittleEndian(extra) == Zip64Field;
            extra = extra[4..];
            if (length > extra.Length)
            {
                break;
            }

            if (isWide)
            {
                return extra[..length];
            }

            extra = extra[length..];
        }

        return [];
    }

    private static long Take(ref ReadOnlySpan<byte> bytes)
    {
        var value = BinaryPrimitives.ReadInt64LittleEndian(bytes);
        bytes = bytes[sizeof(long)..];
        return value;
    }

    private ushort Short(int at) => BinaryPrimitives.ReadUInt16LittleEndian(_bytes[at..]);

    private uint Long(int at) => BinaryPrimitives.ReadUInt32LittleEndian(_bytes[at..]);
}
