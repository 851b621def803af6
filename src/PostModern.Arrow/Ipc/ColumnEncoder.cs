using System.Runtime.InteropServices;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;

namespace PostModern.Arrow.Ipc;

/// <summary>Adds a column's node and buffers to a body, borrowing memory wherever the window can be cut without touching a value.</summary>
/// <remarks>What must be rewritten: bits that start inside a byte, and offsets that do not start at 0.</remarks>
internal static class ColumnEncoder
{
    public static void Add(BodyBuilder body, Column column)
    {
        AddNode(body, column);
        switch (column.Type)
        {
            case NullType:
                break;
            case BooleanType:
                body.AddBuffer(CutBits(column.Buffers[0], column.Offset, column.Length));
                break;
            case StringType or BinaryType:
                var (start, end) = AddOffsets(body, column);
                body.AddBuffer(end == start ? default : column.Buffers[1][start..end]);
                break;
            case ListType or MapType:
                var (first, last) = AddOffsets(body, column);
                Add(body, column.Children[0].Slice(first, last - first));
                break;
            case FixedSizeListType { Size: var size }:
                Add(body, column.Children[0].Slice(column.Offset * size, column.Length * size));
                break;
            case StructType:
                AddSlicedChildren(body, column);
                break;
            case UnionType { IsDense: true } union:
                DenseUnionEncoder.AddBody(body, column, union);
                break;
            case UnionType:
                body.AddBuffer(column.Buffers[0].Slice(column.Offset, column.Length));
                AddSlicedChildren(body, column);
                break;
            default:
                var width = TypeLayout.ByteWidth(column.Type);
                body.AddBuffer(column.Length == 0 ? default : column.Buffers[0].Slice(column.Offset * width, column.Length * width));
                break;
        }
    }

    private static void AddNode(BodyBuilder body, Column column)
    {
        if (!TypeLayout.HasValidity(column.Type))
        {
            body.AddNode(column.Length, column.Type is NullType ? column.Length : 0);
            return;
        }

        var nulls = column.NullCount >= 0 && !column.Validity.IsEmpty ? column.NullCount : CountNulls(column);
        body.AddNode(column.Length, nulls);
        body.AddBuffer(nulls == 0 ? default : CutBits(column.Validity, column.Offset, column.Length));
    }

    private static int CountNulls(Column column) => column.Validity.IsEmpty
        ? 0
        : column.Length - BitMap.CountSet(column.Validity.Span, column.Offset, column.Length);

    private static void AddSlicedChildren(BodyBuilder body, Column column)
    {
        foreach (var child in column.Children)
        {
            Add(body, child.Slice(column.Offset, column.Length));
        }
    }

    private static ReadOnlyMemory<byte> CutBits(ReadOnlyMemory<byte> bits, int start, int count)
    {
        if ((start & 7) == 0)
        {
            return bits.Slice(start >> 3, BitMap.ByteCount(count));
        }

        var moved = new byte[BitMap.ByteCount(count)];
        BitMap.Copy(bits.Span, start, count, moved);
        return moved;
    }

    /// <summary>Adds offsets that start at 0; the answer is the range of bytes or items that they meant before.</summary>
    private static (int Start, int End) AddOffsets(BodyBuilder body, Column column)
    {
        var bits = TypeLayout.OffsetBits(column.Type);
        if (column.Length == 0)
        {
            body.AddZeroOffset(bits);
            return (0, 0);
        }

        var width = bits / 8;
        var window = column.Buffers[0].Slice(column.Offset * width, (column.Length + 1) * width);
        return bits == 32 ? AddNarrowOffsets(body, window) : AddWideOffsets(body, window);
    }

    private static (int Start, int End) AddNarrowOffsets(BodyBuilder body, ReadOnlyMemory<byte> window)
    {
        var offsets = MemoryMarshal.Cast<byte, int>(window.Span);
        var first = offsets[0];
        if (first == 0)
        {
            body.AddBuffer(window);
            return (0, offsets[^1]);
        }

        var moved = new byte[window.Length];
        var target = MemoryMarshal.Cast<byte, int>(moved.AsSpan());
        for (var i = 0; i < target.Length; i++)
        {
            target[i] = offsets[i] - first;
        }

        body.AddBuffer(moved);
        return (first, offsets[^1]);
    }

    private static (int Start, int End) AddWideOffsets(BodyBuilder body, ReadOnlyMemory<byte> window)
    {
        var offsets = MemoryMarshal.Cast<byte, long>(window.Span);
        var first = offsets[0];
        if (first == 0)
        {
            body.AddBuffer(window);
            return (0, checked((int)offsets[^1]));
        }

        var moved = new byte[window.Length];
        var target = MemoryMarshal.Cast<byte, long>(moved.AsSpan());
        for (var i = 0; i < target.Length; i++)
        {
            target[i] = offsets[i] - first;
        }

        body.AddBuffer(moved);
        return (checked((int)first), checked((int)offsets[^1]));
    }
}
