using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PostModern.Data.Readers;

/// <summary>Values of one width in a batch's buffer. Where they lie is found once per batch; going through <see cref="Memory{T}"/> for each costs as much as the value.</summary>
/// <typeparam name="T">How one is stored.</typeparam>
internal struct FixedValues<T>
    where T : unmanaged
{
    private byte[]? _bytes;
    private int _start;
    private int _length;
    private ReadOnlyMemory<byte> _elsewhere;

    /// <param name="buffer">Borrowed until the next call.</param>
    /// <param name="first">The first value's index in it.</param>
    /// <param name="count">How many there are.</param>
    public void Load(ReadOnlyMemory<byte> buffer, int first, int count)
    {
        var width = Unsafe.SizeOf<T>();
        _elsewhere = buffer.Slice(first * width, count * width);
        var isArray = MemoryMarshal.TryGetArray(_elsewhere, out var segment);
        (_bytes, _start, _length) = isArray ? (segment.Array, segment.Offset, segment.Count) : (null, 0, 0);
    }

    public readonly T this[int index] => MemoryMarshal.Read<T>(
        (_bytes is { } bytes ? bytes.AsSpan(_start, _length) : _elsewhere.Span)[(index * Unsafe.SizeOf<T>())..]);
}
