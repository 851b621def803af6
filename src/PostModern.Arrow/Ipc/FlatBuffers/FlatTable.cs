using System.Buffers.Binary;
using System.Text;
using PostModern.Arrow.Errors;

namespace PostModern.Arrow.Ipc.FlatBuffers;

/// <summary>A table inside a FlatBuffer that may come from anyone: every position is checked before it is read.</summary>
/// <remarks>Offsets to children are unsigned and non-zero, so that a walk only moves forward and can't loop.</remarks>
internal readonly ref struct FlatTable
{
    private const int VtableHeader = 2 * sizeof(ushort);
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly string _name;
    private readonly int _position;
    private readonly int _vtable;
    private readonly int _vtableSize;
    private readonly int _tableSize;

    /// <exception cref="ServerException">InvalidInput: the table or its vtable does not lie inside the bytes.</exception>
    internal FlatTable(ReadOnlySpan<byte> bytes, int position, string name)
    {
        _bytes = bytes;
        _name = name;
        _position = position;
        Require(position, sizeof(int));
        var vtable = position - (long)BinaryPrimitives.ReadInt32LittleEndian(bytes[position..]);
        Require(vtable, VtableHeader);
        _vtable = (int)vtable;
        _vtableSize = BinaryPrimitives.ReadUInt16LittleEndian(bytes[_vtable..]);
        _tableSize = BinaryPrimitives.ReadUInt16LittleEndian(bytes[(_vtable + sizeof(ushort))..]);
        Require(_vtable, Math.Max(_vtableSize, VtableHeader));
        Require(position, Math.Max(_tableSize, sizeof(int)));
    }

    public static FlatTable Root(ReadOnlySpan<byte> bytes, string name)
    {
        if (bytes.Length < sizeof(int))
        {
            throw CorruptMessage.Error(name, $"it has only {bytes.Length} bytes");
        }

        return new FlatTable(bytes, ToPosition(bytes, 0, name), name);
    }

    public bool Has(int slot) => Find(slot, 1) != 0;

    public bool Boolean(int slot) => Byte(slot) != 0;

    public byte Byte(int slot) => Find(slot, sizeof(byte)) is var at && at != 0 ? _bytes[at] : (byte)0;

    public short Int16(int slot, short absent = 0) =>
        Find(slot, sizeof(short)) is var at && at != 0 ? BinaryPrimitives.ReadInt16LittleEndian(_bytes[at..]) : absent;

    public int Int32(int slot, int absent = 0) =>
        Find(slot, sizeof(int)) is var at && at != 0 ? BinaryPrimitives.ReadInt32LittleEndian(_bytes[at..]) : absent;

    public long Int64(int slot, long absent = 0) =>
        Find(slot, sizeof(long)) is var at && at != 0 ? BinaryPrimitives.ReadInt64LittleEndian(_bytes[at..]) : absent;

    /// <exception cref="ServerException">InvalidInput: absent, or out of bounds.</exception>
    public FlatTable Table(int slot, string name)
    {
        var at = Find(slot, sizeof(int));
        return at != 0 ? new FlatTable(_bytes, ToPosition(_bytes, at, name), name) : throw CorruptMessage.Error(_name, $"it has no {name}");
    }

    /// <summary>The text; null when absent.</summary>
    public string? String(int slot)
    {
        var text = Vector(slot, "text", 1);
        return text.IsAbsent ? null : Encoding.UTF8.GetString(text.Bytes);
    }

    /// <summary>A vector of <paramref name="elementSize"/> bytes an element (4 for tables); empty when absent.</summary>
    public FlatVector Vector(int slot, string name, int elementSize)
    {
        var at = Find(slot, sizeof(int));
        return at == 0 ? default : new FlatVector(_bytes, ToPosition(_bytes, at, name), elementSize, name);
    }

    /// <summary>Follows the unsigned offset stored at <paramref name="at"/>.</summary>
    internal static int ToPosition(ReadOnlySpan<byte> bytes, int at, string name)
    {
        var offset = BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);
        return offset > 0 && at + (long)offset <= bytes.Length - sizeof(int)
            ? at + (int)offset
            : throw CorruptMessage.Error(name, $"an offset of {offset} leads outside the message");
    }

    private int Find(int slot, int size)
    {
        var entry = VtableHeader + (slot * sizeof(ushort));
        if (entry + sizeof(ushort) > _vtableSize)
        {
            return 0;
        }

        var offset = BinaryPrimitives.ReadUInt16LittleEndian(_bytes[(_vtable + entry)..]);
        return offset == 0 ? 0
            : offset >= sizeof(int) && offset + size <= _tableSize ? _position + offset
            : throw CorruptMessage.Error(_name, $"slot {slot} lies outside the table");
    }

    private void Require(long position, int size)
    {
        if (position < 0 || position + size > _bytes.Length)
        {
            throw CorruptMessage.Error(_name, "the table lies outside the message");
        }
    }
}
