using System.Collections.Immutable;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;

namespace PostModern.Arrow.Arrays;

/// <summary>Puts the rows of two columns of one type behind each other, in new managed memory where their buffers differ.</summary>
internal static class ColumnJoin
{
    /// <exception cref="ServerException">InvalidInput: the two together pass 2 GiB, or what an index of a dictionary can count.</exception>
    public static Column Join(Column first, Column second)
    {
        if (first.Length == 0 || second.Length == 0)
        {
            return first.Length == 0 ? second : first;
        }

        var dictionary = first.Dictionary is null || ReferenceEquals(first.Dictionary, second.Dictionary)
            ? first.Dictionary
            : Join(first.Dictionary, second.Dictionary!);
        return new Column
        {
            Type = first.Type,
            Length = Sum(first.Length, second.Length),
            NullCount = first.NullCount < 0 || second.NullCount < 0 ? -1 : first.NullCount + second.NullCount,
            Validity = JoinValidity(first, second),
            Buffers = JoinBuffers(first, second),
            Children = JoinChildren(first, second),
            Dictionary = dictionary,
        };
    }

    private static ReadOnlyMemory<byte> JoinValidity(Column first, Column second)
    {
        if (first.Validity.IsEmpty && second.Validity.IsEmpty)
        {
            return default;
        }

        var bits = new byte[BitMap.ByteCount(Sum(first.Length, second.Length))];
        CopyBits(first.Validity.Span, first, bits, 0);
        CopyBits(second.Validity.Span, second, bits, first.Length);
        return bits;
    }

    private static ImmutableArray<ReadOnlyMemory<byte>> JoinBuffers(Column first, Column second)
    {
        switch (first.Type)
        {
            case NullType or StructType or FixedSizeListType:
                return [];
            case BooleanType:
                var bits = new byte[BitMap.ByteCount(Sum(first.Length, second.Length))];
                CopyBits(first.Buffers[0].Span, first, bits, 0);
                CopyBits(second.Buffers[0].Span, second, bits, first.Length);
                return [bits];
            case StringType or BinaryType:
                return [ColumnJoinOffsets.Join(first, second), Concatenate(UsedBytes(first), UsedBytes(second))];
            case ListType or MapType:
                return [ColumnJoinOffsets.Join(first, second)];
            case UnionType { IsDense: true } union:
                return [JoinValues(first, second, 1), ColumnJoinOffsets.JoinUnion(first, second, union)];
            case UnionType:
                return [JoinValues(first, second, 1)];
            case DictionaryType type when !ReferenceEquals(first.Dictionary, second.Dictionary):
                return [ColumnJoinOffsets.JoinIndices(first, second, type)];
            default:
                return [JoinValues(first, second, TypeLayout.ByteWidth(first.Type))];
        }
    }

    private static ImmutableArray<Column> JoinChildren(Column first, Column second) =>
        [.. first.Children.Select((child, i) => Join(UsedRows(first, child), UsedRows(second, second.Children[i])))];

    /// <summary>The rows of a child that belong to the parent's window; all of a dense union's.</summary>
    private static Column UsedRows(Column parent, Column child)
    {
        switch (parent.Type)
        {
            case ListType or MapType:
                var (start, end) = ColumnJoinOffsets.Range(parent);
                return child.Slice(start, end - start);
            case FixedSizeListType { Size: var size }:
                return child.Slice(parent.Offset * size, parent.Length * size);
            case UnionType { IsDense: true }:
                return child;
            default:
                return child.Slice(parent.Offset, parent.Length);
        }
    }

    private static ReadOnlySpan<byte> UsedBytes(Column column)
    {
        var (start, end) = ColumnJoinOffsets.Range(column);
        return start == end ? default : column.Buffers[1].Span[start..end];
    }

    private static byte[] JoinValues(Column first, Column second, int width) => Concatenate(Window(first, width), Window(second, width));

    private static ReadOnlySpan<byte> Window(Column column, int width) => column.Buffers[0].Span.Slice(column.Offset * width, column.Length * width);

    private static byte[] Concatenate(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        var bytes = new byte[Sum(first.Length, second.Length)];
        first.CopyTo(bytes);
        second.CopyTo(bytes.AsSpan(first.Length));
        return bytes;
    }

    private static void CopyBits(ReadOnlySpan<byte> source, Column column, Span<byte> target, int start)
    {
        for (var row = 0; row < column.Length; row++)
        {
            // No validity means that every row is valid.
            if (source.IsEmpty || BitMap.Get(source, column.Offset + row))
            {
                BitMap.Set(target, start + row);
            }
        }
    }

    internal static int Sum(int first, int second) => first <= Array.MaxLength - second
        ? first + second
        : throw new ServerException(ErrorCode.InvalidInput, "A dictionary with its additions is larger than 2 GiB; send a smaller one.");
}
