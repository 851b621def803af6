using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;

namespace PostModern.Arrow.Ipc;

/// <summary>Whether every row of a text column is utf-8; DuckDB and other native readers rely on it.</summary>
internal static class Utf8Check
{
    public static bool IsValid(Column column)
    {
        if (column.Length == 0)
        {
            return true;
        }

        var start = column.GetRange(0).Start;
        var (lastStart, lastLength) = column.GetRange(column.Length - 1);
        var text = column.Buffers[1].Span[start..(lastStart + lastLength)];
        return Ascii.IsValid(text) || (Utf8.IsValid(text) && StartAtCharacters(column)) || AreRowsValid(column);
    }

    /// <summary>Text cut inside a character is valid as a whole, but not row by row.</summary>
    private static bool StartAtCharacters(Column column) => TypeLayout.OffsetBits(column.Type) == 32
        ? StartAtCharacters(MemoryMarshal.Cast<byte, int>(column.Buffers[0].Span).Slice(column.Offset, column.Length), column.Buffers[1].Span)
        : StartAtCharacters(MemoryMarshal.Cast<byte, long>(column.Buffers[0].Span).Slice(column.Offset, column.Length), column.Buffers[1].Span);

    private static bool StartAtCharacters<T>(ReadOnlySpan<T> starts, ReadOnlySpan<byte> text)
        where T : unmanaged, IBinaryInteger<T>
    {
        foreach (var start in starts)
        {
            var at = int.CreateTruncating(start);
            if (at < text.Length && (text[at] & 0xC0) == 0x80)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The slow way, for columns whose null rows hold bytes that are no text: those are legal.</summary>
    private static bool AreRowsValid(Column column)
    {
        for (var row = 0; row < column.Length; row++)
        {
            if (!column.IsNull(row) && !Utf8.IsValid(column.GetBytes(row)))
            {
                return false;
            }
        }

        return true;
    }
}
