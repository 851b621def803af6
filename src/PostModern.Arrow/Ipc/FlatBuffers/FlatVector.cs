using System.Buffers.Binary;
using PostModern.Arrow.Errors;

namespace PostModern.Arrow.Ipc.FlatBuffers;

/// <summary>A vector inside a FlatBuffer; its whole extent is checked when it is opened.</summary>
internal readonly ref struct FlatVector
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _first;
    private readonly int _elementSize;
    private readonly string _name;

    /// <exception cref="ServerException">InvalidInput: the elements do not lie inside the bytes.</exception>
    internal FlatVector(ReadOnlySpan<byte> bytes, int position, int elementSize, string name)
    {
        var count = BinaryPrimitives.ReadUInt32LittleEndian(bytes[position..]);
        _first = position + sizeof(int);
        if (_first + ((long)count * elementSize) > bytes.Length)
        {
            throw CorruptMessage.Error(name, $"{count} elements do not fit the message");
        }

        _bytes = bytes;
        _elementSize = elementSize;
        _name = name;
        Count = (int)count;
    }

    /// <summary>Elements.</summary>
    public int Count { get; }

    public bool IsAbsent => _name is null;

    /// <summary>The elements' bytes.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.Slice(_first, Count * _elementSize);

    public FlatTable Table(int index) => new(_bytes, FlatTable.ToPosition(_bytes, At(index), _name), _name);

    public int Int32(int index) => BinaryPrimitives.ReadInt32LittleEndian(_bytes[At(index)..]);

    public long Int64(int index) => BinaryPrimitives.ReadInt64LittleEndian(_bytes[At(index)..]);

    /// <summary>A struct of two int64.</summary>
    public (long First, long Second) Pair(int index)
    {
        var at = _bytes[At(index)..];
        return (BinaryPrimitives.ReadInt64LittleEndian(at), BinaryPrimitives.ReadInt64LittleEndian(at[sizeof(long)..]));
    }

    private int At(int index) => index < Count ? _first + (index * _elementSize) : throw CorruptMessage.Error(_name, $"there is no element {index}");
}
