using System.Runtime.InteropServices;

namespace PostModern.DuckDb.Native;

/// <summary><c>duckdb_string_t</c>: up to 12 bytes are stored inside, longer ones behind a pointer.</summary>
[StructLayout(LayoutKind.Explicit, Size = 16)]
internal unsafe struct NativeText
{
    /// <summary>The longest text without a pointer.</summary>
    public const int InlineLength = 12;

    [FieldOffset(0)]
    public uint Length;

    [FieldOffset(4)]
    public fixed byte Inline[InlineLength];

    [FieldOffset(8)]
    public byte* Pointer;

    /// <summary>The bytes; valid as long as the vector.</summary>
    public static ReadOnlySpan<byte> Bytes(NativeText* text) =>
        new(text->Length <= InlineLength ? text->Inline : text->Pointer, checked((int)text->Length));
}
