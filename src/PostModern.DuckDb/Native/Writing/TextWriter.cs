using System.Runtime.InteropServices;
using System.Text.Unicode;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;
using static PostModern.DuckDb.Native.NativeMethods;

namespace PostModern.DuckDb.Native.Writing;

/// <summary>Strings and bytes: short ones lie in the vector itself, long ones DuckDB copies into its own heap.</summary>
internal static unsafe class TextWriter
{
    /// <exception cref="ServerException">Internal: a string that is no utf-8, which DuckDB would carry on with.</exception>
    public static void Write(Column source, nint vector, int at)
    {
        var target = (NativeText*)duckdb_vector_get_data(vector) + at;
        if (source.Type is StringType { OffsetBits: 32 } or BinaryType { OffsetBits: 32 })
        {
            WriteRun(source, target, vector, at);
            return;
        }

        for (var i = 0; i < source.Length; i++)
        {
            var bytes = source.IsNull(i) ? [] : source.GetBytes(i);
            Check(source.Type, bytes);
            WriteOne(bytes, target + i, vector, at + i);
        }
    }

    /// <summary>The usual layout: spans are taken once and the whole run is checked at once, which is twice as fast as row by row.</summary>
    private static void WriteRun(Column source, NativeText* target, nint vector, int at)
    {
        var offsets = MemoryMarshal.Cast<byte, int>(source.Buffers[0].Span).Slice(source.Offset, source.Length + 1);
        var bytes = source.Buffers[1].Span;
        var isChecked = Utf8.IsValid(bytes[offsets[0]..offsets[^1]]);
        for (var i = 0; i < source.Length; i++)
        {
            var text = source.IsNull(i) ? [] : bytes[offsets[i]..offsets[i + 1]];
            // A run can be valid though a row begins within a character.
            if (!isChecked || (text.Length > 0 && (text[0] & 0xC0) == 0x80))
            {
                Check(source.Type, text);
            }

            WriteOne(text, target + i, vector, at + i);
        }
    }

    private static void WriteOne(ReadOnlySpan<byte> bytes, NativeText* target, nint vector, int row)
    {
        if (bytes.Length <= NativeText.InlineLength)
        {
            // DuckDB compares short texts as two words, so the unused bytes must be zero.
            *target = default;
            target->Length = (uint)bytes.Length;
            bytes.CopyTo(new Span<byte>(target->Inline, NativeText.InlineLength));
            return;
        }

        fixed (byte* text = bytes)
        {
            duckdb_unsafe_vector_assign_string_element_len(vector, (ulong)row, text, (ulong)bytes.Length);
        }
    }

    private static void Check(ArrowType type, ReadOnlySpan<byte> bytes)
    {
        if (type is StringType && !Utf8.IsValid(bytes))
        {
            throw new ServerException(ErrorCode.Internal, "A text that was made for DuckDB is no utf-8.");
        }
    }
}
