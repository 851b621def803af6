using System.Runtime.InteropServices;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;

namespace PostModern.Engine.Functions;

/// <summary>Columns of vectors.</summary>
internal static class Vectors
{
    /// <summary>A column of fixed-size lists as one of lists, on the same values; any other column as it is.</summary>
    public static Column ToLists(Column column)
    {
        if (column.Type is not FixedSizeListType vector)
        {
            return column;
        }

        var offsets = new int[column.Offset + column.Length + 1];
        for (var row = 1; row < offsets.Length; row++)
        {
            offsets[row] = row * vector.Size;
        }

        return new Column
        {
            Type = new ListType(vector.Item),
            Length = column.Length,
            Offset = column.Offset,
            NullCount = column.NullCount,
            Validity = column.Validity,
            Buffers = [MemoryMarshal.AsBytes(offsets.AsSpan()).ToArray()],
            Children = column.Children,
        };
    }
}
