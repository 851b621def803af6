using System.Buffers.Binary;
using System.Text;

namespace PostModern.Arrow.CData;

/// <summary>Key-value metadata in the C data interface's layout: a count, then length and bytes of each key and value.</summary>
internal static class MetadataBlock
{
    public static byte[] Write(IReadOnlyDictionary<string, string> metadata)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write(metadata.Count);
        foreach (var (key, value) in metadata)
        {
            WriteText(writer, key);
            WriteText(writer, value);
        }

        return bytes.ToArray();
    }

    public static unsafe Dictionary<string, string> Read(byte* block)
    {
        var metadata = new Dictionary<string, string>();
        if (block == null)
        {
            return metadata;
        }

        var count = ReadInt(ref block);
        for (var i = 0; i < count; i++)
        {
            var key = ReadText(ref block);
            metadata[key] = ReadText(ref block);
        }

        return metadata;
    }

    private static void WriteText(BinaryWriter writer, string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        writer.Write(utf8.Length);
        writer.Write(utf8);
    }

    private static unsafe string ReadText(ref byte* block)
    {
        var length = ReadInt(ref block);
        var text = Encoding.UTF8.GetString(block, length);
        block += length;
        return text;
    }

    private static unsafe int ReadInt(ref byte* block)
    {
        var number = BinaryPrimitives.ReadInt32LittleEndian(new ReadOnlySpan<byte>(block, sizeof(int)));
        block += sizeof(int);
        return number;
    }
}
