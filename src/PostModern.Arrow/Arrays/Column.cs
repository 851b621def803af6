using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using PostModern.Arrow.Types;

namespace PostModern.Arrow.Arrays;

/// <summary>One column's values: a window of <see cref="Length"/> rows, from <see cref="Offset"/>, onto Arrow buffers.</summary>
/// <remarks>
/// A column does not own its buffers: they live as long as the <see cref="RecordBatch"/> (or managed memory) they came with.
/// All row numbers below count from the window's start.
/// </remarks>
public sealed class Column
{
    /// <summary>The logical type.</summary>
    public required ArrowType Type { get; init; }

    /// <summary>Rows in the window.</summary>
    public required int Length { get; init; }

    /// <summary>The window's first row in the buffers (children of structs and sparse unions are shifted by it too).</summary>
    public int Offset { get; init; }

    /// <summary>Nulls in the window; −1 when nobody has counted yet.</summary>
    public int NullCount { get; init; }

    /// <summary>One bit a row, 1 = valid, bit <see cref="Offset"/> first; empty when no row is null.</summary>
    public ReadOnlyMemory<byte> Validity { get; init; }

    /// <summary>The layout's buffers without validity: values; or offsets, then bytes; or type ids, then offsets.</summary>
    public ImmutableArray<ReadOnlyMemory<byte>> Buffers { get; init; } = [];

    /// <summary>The child columns of nested types.</summary>
    public ImmutableArray<Column> Children { get; init; } = [];

    /// <summary>The values that a dictionary column's indices point into.</summary>
    public Column? Dictionary { get; init; }

    /// <summary>Whether row <paramref name="row"/> is null.</summary>
    public bool IsNull(int row) => Type is NullType || (!Validity.IsEmpty && !BitMap.Get(Validity.Span, Offset + row));

    /// <summary>The fixed-width values of the window: <see cref="Length"/> elements.</summary>
    public ReadOnlySpan<T> Values<T>()
        where T : unmanaged
        => MemoryMarshal.Cast<byte, T>(Buffers[0].Span).Slice(Offset, Length);

    /// <summary>The bit of a boolean row.</summary>
    public bool GetBoolean(int row) => BitMap.Get(Buffers[0].Span, Offset + row);

    /// <summary>The bytes of a string, binary or fixed-size binary row; empty for null.</summary>
    public ReadOnlySpan<byte> GetBytes(int row)
    {
        if (Type is FixedSizeBinaryType { ByteWidth: var width })
        {
            return Buffers[0].Span.Slice((Offset + row) * width, width);
        }

        var (start, length) = GetRange(row);
        return Buffers[1].Span.Slice(start, length);
    }

    /// <summary>The text of a string row; null for null.</summary>
    public string? GetString(int row) => IsNull(row) ? null : Encoding.UTF8.GetString(GetBytes(row));

    /// <summary>Where row <paramref name="row"/> lies in the child (lists, maps) or in the bytes (strings, binary).</summary>
    public (int Start, int Length) GetRange(int row)
    {
        var at = Offset + row;
        switch (Type)
        {
            case FixedSizeListType { Size: var size }:
                return (at * size, size);
            case StringType { OffsetBits: 64 } or BinaryType { OffsetBits: 64 } or ListType { OffsetBits: 64 }:
                var wide = MemoryMarshal.Cast<byte, long>(Buffers[0].Span);
                return (checked((int)wide[at]), checked((int)(wide[at + 1] - wide[at])));
            default:
                var offsets = MemoryMarshal.Cast<byte, int>(Buffers[0].Span);
                return (offsets[at], offsets[at + 1] - offsets[at]);
        }
    }

    /// <summary>A narrower window on the same buffers; nothing is copied.</summary>
    public Column Slice(int offset, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset + (long)length, Length);
        return new Column
        {
            Type = Type,
            Length = length,
            Offset = Offset + offset,
            NullCount = Validity.IsEmpty ? NullCount == 0 ? 0 : -1 : Length == length ? NullCount : -1,
            Validity = Validity,
            Buffers = Buffers,
            Children = Children,
            Dictionary = Dictionary,
        };
    }
}
