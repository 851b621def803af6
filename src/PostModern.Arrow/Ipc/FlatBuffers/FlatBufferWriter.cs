using System.Buffers.Binary;
using System.Text;

namespace PostModern.Arrow.Ipc.FlatBuffers;

/// <summary>Writes one FlatBuffer back to front: children first, then the tables that point at them.</summary>
/// <remarks>
/// Offsets returned here count from the buffer's end, because its start moves as it grows. A vtable is written per table and not shared:
/// a schema message is small and written once a stream.
/// </remarks>
internal sealed class FlatBufferWriter
{
    private const int Alignment = 8;
    private readonly int[] _slots = new int[8];
    private byte[] _bytes = new byte[1024];
    private int _start;
    private int _slotCount;
    private int _tableStart;

    public FlatBufferWriter() => _start = _bytes.Length;

    private int Written => _bytes.Length - _start;

    public void StartTable(int slotCount)
    {
        _slotCount = slotCount;
        _slots.AsSpan(0, slotCount).Clear();
        _tableStart = Written;
    }

    public void AddBoolean(int slot, bool value) => AddByte(slot, value ? (byte)1 : (byte)0);

    public void AddByte(int slot, byte value)
    {
        if (value != 0)
        {
            Push(value);
            _slots[slot] = Written;
        }
    }

    /// <summary>Writes the value also when it is the schema's default, which is always legal.</summary>
    public void AddInt16(int slot, short value)
    {
        Push(value);
        _slots[slot] = Written;
    }

    /// <inheritdoc cref="AddInt16"/>
    public void AddInt32(int slot, int value)
    {
        Push(value);
        _slots[slot] = Written;
    }

    /// <inheritdoc cref="AddInt16"/>
    public void AddInt64(int slot, long value)
    {
        Push(value);
        _slots[slot] = Written;
    }

    /// <summary>Points at a table, string or vector; 0 leaves the slot out.</summary>
    public void AddOffset(int slot, int offset)
    {
        if (offset != 0)
        {
            PushOffset(offset);
            _slots[slot] = Written;
        }
    }

    public int EndTable()
    {
        Push(0);
        var table = Written;
        for (var slot = _slotCount - 1; slot >= 0; slot--)
        {
            Push((short)(_slots[slot] == 0 ? 0 : table - _slots[slot]));
        }

        Push((short)(table - _tableStart));
        Push((short)((_slotCount + 2) * sizeof(short)));
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(_bytes.Length - table), Written - table);
        return table;
    }

    public int WriteString(string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        Align(sizeof(int), length + 1);
        Encoding.UTF8.GetBytes(text, Take(length + 1));
        _bytes[_start + length] = 0;
        Push(length);
        return Written;
    }

    public int WriteOffsets(ReadOnlySpan<int> offsets)
    {
        Align(sizeof(int), offsets.Length * sizeof(int));
        for (var i = offsets.Length - 1; i >= 0; i--)
        {
            PushOffset(offsets[i]);
        }

        Push(offsets.Length);
        return Written;
    }

    public int WriteInts(IReadOnlyList<int> values)
    {
        Align(sizeof(int), values.Count * sizeof(int));
        for (var i = values.Count - 1; i >= 0; i--)
        {
            Push(values[i]);
        }

        Push(values.Count);
        return Written;
    }

    /// <summary>A vector of structs of two int64 each.</summary>
    public int WritePairs(ReadOnlySpan<(long First, long Second)> pairs)
    {
        // The count is 4 bytes in front of elements that want 8: aligning the elements' end aligns the elements.
        Align(sizeof(int), pairs.Length * 2 * sizeof(long));
        Align(sizeof(long), pairs.Length * 2 * sizeof(long));
        for (var i = pairs.Length - 1; i >= 0; i--)
        {
            Push(pairs[i].Second);
            Push(pairs[i].First);
        }

        Push(pairs.Length);
        return Written;
    }

    /// <summary>The whole buffer, its length a multiple of 8.</summary>
    public byte[] Finish(int root)
    {
        Align(Alignment, sizeof(int));
        PushOffset(root);
        return _bytes[_start..];
    }

    private void PushOffset(int offset)
    {
        Align(sizeof(int), 0);
        BinaryPrimitives.WriteInt32LittleEndian(Take(sizeof(int)), Written - offset);
    }

    private void Push(byte value) => Take(1)[0] = value;

    private void Push(short value)
    {
        Align(sizeof(short), 0);
        BinaryPrimitives.WriteInt16LittleEndian(Take(sizeof(short)), value);
    }

    private void Push(int value)
    {
        Align(sizeof(int), 0);
        BinaryPrimitives.WriteInt32LittleEndian(Take(sizeof(int)), value);
    }

    private void Push(long value)
    {
        Align(sizeof(long), 0);
        BinaryPrimitives.WriteInt64LittleEndian(Take(sizeof(long)), value);
    }

    /// <summary>Pads so that <paramref name="following"/> more bytes end on a multiple of <paramref name="alignment"/>.</summary>
    private void Align(int alignment, int following)
    {
        var padding = -(Written + following) & (alignment - 1);
        Take(padding).Clear();
    }

    private Span<byte> Take(int count)
    {
        if (_start < count)
        {
            Grow(count);
        }

        _start -= count;
        return _bytes.AsSpan(_start, count);
    }

    private void Grow(int count)
    {
        var grown = new byte[Math.Max(2 * _bytes.Length, _bytes.Length + count)];
        var start = grown.Length - Written;
        _bytes.AsSpan(_start).CopyTo(grown.AsSpan(start));
        _bytes = grown;
        _start = start;
    }
}
