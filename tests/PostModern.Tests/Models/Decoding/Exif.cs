using System.Buffers.Binary;
using System.Text;

namespace PostModern.Tests.Models.Decoding;

/// <summary>Writes EXIF blocks as cameras do: directories of tags, values longer than four bytes behind them.</summary>
internal sealed class Exif(bool isBigEndian)
{
    public sealed record Tag(ushort Id, ushort Type, uint Count, byte[] Value);

    /// <summary>A block with a main directory, one of the photograph and one of the place.</summary>
    public byte[] Write(Tag[] image, Tag[] photo, Tag[] gps)
    {
        const int start = 8;
        var photoAt = start + SizeOf(image.Length + 2);
        var gpsAt = photoAt + SizeOf(photo.Length);
        var valuesAt = gpsAt + SizeOf(gps.Length);
        using var file = new MemoryStream();
        using var values = new MemoryStream();
        file.Write(isBigEndian ? "MM\0*"u8 : "II*\0"u8);
        file.Write(UInt32(start));
        WriteDirectory(file, [.. image, Long(0x8769, (uint)photoAt), Long(0x8825, (uint)gpsAt)], values, valuesAt);
        WriteDirectory(file, photo, values, valuesAt);
        WriteDirectory(file, gps, values, valuesAt);
        values.WriteTo(file);
        return file.ToArray();
    }

    public static Tag Text(ushort id, string text) => new(id, 2, (uint)text.Length + 1, Encoding.ASCII.GetBytes(text + "\0"));

    public Tag Short(ushort id, ushort value) => new(id, 3, 1, UInt16(value));

    public static Tag Byte(ushort id, byte value) => new(id, 1, 1, [value]);

    public Tag Ratios(ushort id, params (uint Numerator, uint Denominator)[] values) =>
        new(id, 5, (uint)values.Length, [.. values.SelectMany(v => UInt32(v.Numerator).Concat(UInt32(v.Denominator)))]);

    /// <summary>Puts a block behind a JPEG file's first marker.</summary>
    public static byte[] InJpeg(byte[] jpeg, byte[] block)
    {
        var length = block.Length + 8;
        return [0xFF, 0xD8, 0xFF, 0xE1, (byte)(length >> 8), (byte)length, .. "Exif\0\0"u8, .. block, .. jpeg[2..]];
    }

    private Tag Long(ushort id, uint value) => new(id, 4, 1, UInt32(value));

    private static int SizeOf(int tags) => 2 + (tags * 12) + 4;

    private void WriteDirectory(MemoryStream file, Tag[] tags, MemoryStream values, int valuesAt)
    {
        file.Write(UInt16((ushort)tags.Length));
        foreach (var tag in tags)
        {
            file.Write(UInt16(tag.Id));
            file.Write(UInt16(tag.Type));
            file.Write(UInt32(tag.Count));
            if (tag.Value.Length <= 4)
            {
                file.Write([.. tag.Value, .. new byte[4 - tag.Value.Length]]);
            }
            else
            {
                file.Write(UInt32((uint)(valuesAt + values.Length)));
                values.Write(tag.Value);
            }
        }

        file.Write(UInt32(0));
    }

    private byte[] UInt16(ushort value)
    {
        var bytes = new byte[2];
        if (isBigEndian)
        {
            BinaryPrimitives.WriteUInt16BigEndian(bytes, value);
        }
        else
        {
            BinaryPrimitives.WriteUInt16LittleEndian(bytes, value);
        }

        return bytes;
    }

    private byte[] UInt32(uint value)
    {
        var bytes = new byte[4];
        if (isBigEndian)
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        }
        else
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        }

        return bytes;
    }
}
