using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using PostModern.Arrow.Arrays;

namespace PostModern.Arrow.Ipc;

/// <summary>Reads the view layout of text and bytes into the plain one: 32-bit offsets, then all bytes in the order of the rows.</summary>
/// <remarks>Arrow columnar format 1.5, "Variable-size Binary View Layout": a row is 16 bytes that hold a short value or point at a long one.</remarks>
internal static class ViewReader
{
    private const int ViewLength = 16;
    private const int LongestInline = 12;
    private const int InlineStart = sizeof(int);
    private const int BufferIndex = 8;
    private const int BufferOffset = 12;

    /// <param name="batch">Positioned behind the column's validity.</param>
    /// <param name="name">The column, for messages.</param>
    /// <param name="length">Rows.</param>
    /// <param name="validity">Of the column; what the view of a null row holds means nothing.</param>
    public static ImmutableArray<ReadOnlyMemory<byte>> Read(ref BatchReader batch, string name, int length, ReadOnlySpan<byte> validity)
    {
        var views = batch.NextBuffer(name, (long)length * ViewLength).Span;
        var buffers = new ReadOnlyMemory<byte>[batch.NextVariadicCount(name)];
        for (var i = 0; i < buffers.Length; i++)
        {
            buffers[i] = batch.NextBuffer(name, 0);
        }

        var total = 0L;
        for (var row = 0; row < length; row++)
        {
            total += Bytes(views, row, validity, buffers, name).Length;
        }

        var offsets = batch.Memory.Allocate((length + 1L) * sizeof(int), name);
        var bytes = batch.Memory.Allocate(total, name);
        Fill(views, length, validity, buffers, MemoryMarshal.Cast<byte, int>(offsets.Span), bytes.Span, name);
        return [offsets, bytes];
    }

    private static void Fill(
        ReadOnlySpan<byte> views, int length, ReadOnlySpan<byte> validity, ReadOnlyMemory<byte>[] buffers, Span<int> offsets, Span<byte> bytes, string name)
    {
        var at = 0;
        offsets[0] = 0;
        for (var row = 0; row < length; row++)
        {
            var value = Bytes(views, row, validity, buffers, name);
            value.CopyTo(bytes[at..]);
            at += value.Length;
            offsets[row + 1] = at;
        }
    }

    private static ReadOnlySpan<byte> Bytes(ReadOnlySpan<byte> views, int row, ReadOnlySpan<byte> validity, ReadOnlyMemory<byte>[] buffers, string name)
    {
        if (!validity.IsEmpty && !BitMap.Get(validity, row))
        {
            return default;
        }

        var view = views.Slice(row * ViewLength, ViewLength);
        var length = BinaryPrimitives.ReadInt32LittleEndian(view);
        if (length is >= 0 and <= LongestInline)
        {
            return view.Slice(InlineStart, length);
        }

        var buffer = BinaryPrimitives.ReadInt32LittleEndian(view[BufferIndex..]);
        var offset = BinaryPrimitives.ReadInt32LittleEndian(view[BufferOffset..]);
        return length >= 0 && offset >= 0 && (uint)buffer < (uint)buffers.Length && (long)offset + length <= buffers[buffer].Length
            ? buffers[buffer].Span.Slice(offset, length)
            : throw BatchReader.Corrupt(name, $"row {row} is a view of {length} bytes at {offset} in buffer {buffer} of {buffers.Length}");
    }
}
