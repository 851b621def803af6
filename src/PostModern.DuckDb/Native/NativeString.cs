using System.Runtime.InteropServices;

namespace PostModern.DuckDb.Native;

/// <summary>Utf-8 text that crossed the boundary.</summary>
internal static class NativeString
{
    /// <summary>Copies text that stays DuckDB's.</summary>
    public static string? Read(nint text) => Marshal.PtrToStringUTF8(text);

    /// <summary>Copies text that was given to us, and frees it.</summary>
    public static string? Take(nint text)
    {
        var copy = Marshal.PtrToStringUTF8(text);
        if (text != 0)
        {
            NativeMethods.duckdb_free(text);
        }

        return copy;
    }
}
