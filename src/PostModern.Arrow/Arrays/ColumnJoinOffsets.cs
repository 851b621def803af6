using System.Numerics;
using System.Runtime.InteropServices;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;

namespace PostModern.Arrow.Arrays;

/// <summary>The buffers that point elsewhere, moved to where the joined column has what they point at.</summary>
internal static class ColumnJoinOffsets
{
    /// <summary>Where the window's rows begin and end in the bytes or items.</summary>
    public static (int Start, int End) Range(Column column)
    {
        var (last, length) = column.GetRange(column.Length - 1);
        return (column.GetRange(0).Start, last + length);
    }

    public static byte[] Join(Column first, Column second) =>
        TypeLayout.OffsetBits(first.Type) == 32 ? Join<int>(first, second) : Join<long>(first, second);

    public static byte[] JoinUnion(Column first, Column second, UnionType type)
    {
        Span<int> shifts = stackalloc int[sbyte.MaxValue + 1];
        for (var i = 0; i < first.Children.Length; i++)
        {
            shifts[type.TypeIds[i]] = first.Children[i].Length;
        }

        var joined = new byte[checked(ColumnJoin.Sum(first.Length, second.Length) * sizeof(int))];
        var target = MemoryMarshal.Cast<byte, int>(joined.AsSpan());
        MemoryMarshal.Cast<byte, int>(first.Buffers[1].Span).Slice(first.Offset, first.Length).CopyTo(target);
        var offsets = MemoryMarshal.Cast<byte, int>(second.Buffers[1].Span).Slice(second.Offset, second.Length);
        var codes = second.Buffers[0].Span.Slice(second.Offset, second.Length);
        for (var row = 0; row < offsets.Length; row++)
        {
            target[first.Length + row] = offsets[row] + shifts[codes[row]];
        }

        return joined;
    }

    public static byte[] JoinIndices(Column first, Column second, DictionaryType type) => (type.Index.BitWidth, type.Index.IsSigned) switch
    {
        (8, true) => JoinIndices<sbyte>(first, second),
        (16, true) => JoinIndices<short>(first, second),
        (32, true) => JoinIndices<int>(first, second),
        (64, true) => JoinIndices<long>(first, second),
        (8, false) => JoinIndices<byte>(first, second),
        (16, false) => JoinIndices<ushort>(first, second),
        (32, false) => JoinIndices<uint>(first, second),
        _ => JoinIndices<ulong>(first, second),
    };

    private static byte[] Join<T>(Column first, Column second)
        where T : unmanaged, IBinaryInteger<T>
    {
        var joined = new byte[checked((ColumnJoin.Sum(first.Length, second.Length) + 1) * (TypeLayout.OffsetBits(first.Type) / 8))];
        var target = MemoryMarshal.Cast<byte, T>(joined.AsSpan());
        var (start, end) = Range(first);
        Shift(Offsets<T>(first), T.CreateChecked(-(long)start), target);
        var (secondStart, secondEnd) = Range(second);
        ColumnJoin.Sum(end - start, secondEnd - secondStart);
        Shift(Offsets<T>(second), T.CreateChecked((long)end - start - secondStart), target[first.Length..]);
        return joined;
    }

    private static ReadOnlySpan<T> Offsets<T>(Column column)
        where T : unmanaged
        => MemoryMarshal.Cast<byte, T>(column.Buffers[0].Span).Slice(column.Offset, column.Length + 1);

    private static void Shift<T>(ReadOnlySpan<T> offsets, T by, Span<T> target)
        where T : unmanaged, IBinaryInteger<T>
    {
        for (var i = 0; i < offsets.Length; i++)
        {
            target[i] = offsets[i] + by;
        }
    }

    /// <summary>The second column's rows find their values behind the first one's.</summary>
    private static byte[] JoinIndices<T>(Column first, Column second)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        var shift = (ulong)first.Dictionary!.Length;
        var most = ulong.CreateTruncating(T.MaxValue);
        var joined = new T[ColumnJoin.Sum(first.Length, second.Length)];
        first.Values<T>().CopyTo(joined);
        for (var row = 0; row < second.Length; row++)
        {
            // What the index of a null row holds means nothing.
            var index = second.IsNull(row) ? 0 : ulong.CreateTruncating(second.Values<T>()[row]) + shift;
            joined[first.Length + row] = index <= most ? T.CreateTruncating(index) : throw TooMany(first.Type);
        }

        return MemoryMarshal.AsBytes(joined.AsSpan()).ToArray();
    }

    private static ServerException TooMany(ArrowType type) =>
        new(ErrorCode.InvalidInput, $"The additions to a dictionary of {type} need larger indices than that type has; send them as a new dictionary.");
}
