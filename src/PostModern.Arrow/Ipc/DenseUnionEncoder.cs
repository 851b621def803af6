using System.Runtime.InteropServices;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;

namespace PostModern.Arrow.Ipc;

/// <summary>Adds a dense union, with only those child rows that its window uses.</summary>
internal static class DenseUnionEncoder
{
    public static void AddBody(BodyBuilder body, Column column, UnionType type)
    {
        var typeIds = column.Buffers[0].Slice(column.Offset, column.Length);
        var offsets = column.Buffers[1].Slice(column.Offset * sizeof(int), column.Length * sizeof(int));
        body.AddBuffer(typeIds);
        if (UsesAllRows(column))
        {
            body.AddBuffer(offsets);
            foreach (var child in column.Children)
            {
                ColumnEncoder.Add(body, child);
            }

            return;
        }

        var ranges = UsedRanges(typeIds.Span, MemoryMarshal.Cast<byte, int>(offsets.Span));
        body.AddBuffer(Rebase(typeIds.Span, MemoryMarshal.Cast<byte, int>(offsets.Span), ranges));
        for (var i = 0; i < column.Children.Length; i++)
        {
            var (start, end) = ranges[type.TypeIds[i]];
            ColumnEncoder.Add(body, start < end ? column.Children[i].Slice(start, end - start) : column.Children[i].Slice(0, 0));
        }
    }

    /// <summary>True for a union as it was built: one child row a row.</summary>
    private static bool UsesAllRows(Column column)
    {
        var childRows = 0L;
        foreach (var child in column.Children)
        {
            childRows += child.Length;
        }

        return column.Offset == 0 && childRows == column.Length;
    }

    /// <summary>By type code, the child rows from the lowest to the highest that is used.</summary>
    private static (int Start, int End)[] UsedRanges(ReadOnlySpan<byte> typeIds, ReadOnlySpan<int> offsets)
    {
        var ranges = new (int Start, int End)[sbyte.MaxValue + 1];
        Array.Fill(ranges, (int.MaxValue, 0));
        for (var i = 0; i < typeIds.Length; i++)
        {
            ref var range = ref ranges[typeIds[i]];
            range = (Math.Min(range.Start, offsets[i]), Math.Max(range.End, offsets[i] + 1));
        }

        return ranges;
    }

    private static byte[] Rebase(ReadOnlySpan<byte> typeIds, ReadOnlySpan<int> offsets, (int Start, int End)[] ranges)
    {
        var moved = new byte[offsets.Length * sizeof(int)];
        var target = MemoryMarshal.Cast<byte, int>(moved.AsSpan());
        for (var i = 0; i < target.Length; i++)
        {
            target[i] = offsets[i] - ranges[typeIds[i]].Start;
        }

        return moved;
    }
}
