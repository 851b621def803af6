using System.Buffers.Binary;
using System.Text;

namespace PostModern.Models.Decoding;

/// <summary>One directory of tags in the form that TIFF and EXIF share. Whatever is damaged reads as absent.</summary>
/// <remarks>TIFF 6.0, section 2.</remarks>
internal sealed class ExifDirectory
{
    private const int EntryBytes = 12;
    private const int Ascii = 2;
    private const int SignedRational = 10;

    /// <summary>Bytes a value of each type, from 1 on.</summary>
    private static readonly int[] s_sizes = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8];

    private readonly ReadOnlyMemory<byte> _file;
    private readonly bool _isBigEndian;
    private readonly Dictionary<int, (int Type, int Count, int Position)> _tags = [];

    private ExifDirectory(ReadOnlyMemory<byte> file, bool isBigEndian, uint position)
    {
        (_file, _isBigEndian) = (file, isBigEndian);
        if (position > int.MaxValue || (int)position > file.Length - 2)
        {
            return;
        }

        var entries = UInt16((int)position);
        for (var i = 0; i < entries && position + 2 + ((i + 1) * EntryBytes) <= file.Length; i++)
        {
            AddTag((int)position + 2 + (i * EntryBytes));
        }
    }

    /// <summary>The first directory of a file; null when it is none.</summary>
    public static ExifDirectory? First(ReadOnlyMemory<byte> file) => file.Span switch
    {
        [(byte)'I', (byte)'I', 0x2A, 0, _, _, _, _, ..] => new(file, false, BinaryPrimitives.ReadUInt32LittleEndian(file.Span[4..])),
        [(byte)'M', (byte)'M', 0, 0x2A, _, _, _, _, ..] => new(file, true, BinaryPrimitives.ReadUInt32BigEndian(file.Span[4..])),
        _ => null,
    };

    /// <summary>A directory that a tag points to; empty when there is none.</summary>
    public ExifDirectory Inner(int tag) => new(_file, _isBigEndian, (uint)(Number(tag) ?? uint.MaxValue));

    /// <summary>Without the zeros and spaces around it; null when nothing is left.</summary>
    public string? Text(int tag)
    {
        if (!_tags.TryGetValue(tag, out var found) || found.Type != Ascii)
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(_file.Span.Slice(found.Position, found.Count)).Split('\0')[0].Trim();
        return text.Length > 0 ? text : null;
    }

    /// <summary>A value of any numeric type.</summary>
    public double? Number(int tag, int index = 0)
    {
        if (!_tags.TryGetValue(tag, out var found) || index >= found.Count)
        {
            return null;
        }

        var at = found.Position + (index * s_sizes[found.Type]);
        return found.Type switch
        {
            1 or 7 => _file.Span[at],
            3 => UInt16(at),
            4 => UInt32(at),
            9 => (int)UInt32(at),
            5 => Ratio(UInt32(at), UInt32(at + 4)),
            SignedRational => Ratio((int)UInt32(at), (int)UInt32(at + 4)),
            _ => null,
        };
    }

    private static double? Ratio(double numerator, double denominator) => denominator == 0 ? null : numerator / denominator;

    private void AddTag(int entry)
    {
        var type = (int)UInt16(entry + 2);
        var count = UInt32(entry + 4);
        var bytes = type is > 0 and < 13 ? s_sizes[type] * (long)count : long.MaxValue;
        var position = bytes <= 4 ? entry + 8L : UInt32(entry + 8);
        if (position + Math.Min(bytes, int.MaxValue) <= _file.Length)
        {
            _tags[UInt16(entry)] = (type, (int)count, (int)position);
        }
    }

    private ushort UInt16(int at) => _isBigEndian
        ? BinaryPrimitives.ReadUInt16BigEndian(_file.Span[at..])
        : BinaryPrimitives.ReadUInt16LittleEndian(_file.Span[at..]);

    private uint UInt32(int at) => _isBigEndian
        ? BinaryPrimitives.ReadUInt32BigEndian(_file.Span[at..])
        : BinaryPrimitives.ReadUInt32LittleEndian(_file.Span[at..]);
}
