using System.Buffers.Binary;
using System.Buffers.Text;

namespace PostModern.DuckDb.Native.Reading;

/// <summary>UUID: a 128-bit number whose top bit is flipped so that it sorts as text does.</summary>
internal sealed unsafe class UuidReader : FormattingReader
{
    protected override void Format(int row)
    {
        var value = ((UInt128*)Data)[row] ^ (UInt128.One << 127);
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, value);
        Span<byte> text = stackalloc byte[36];
        Utf8Formatter.TryFormat(new Guid(bytes, bigEndian: true), text, out _);
        Write(text);
    }
}
