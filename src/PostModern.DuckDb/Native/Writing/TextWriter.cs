using PostModern.Arrow.Arrays;
using static PostModern.DuckDb.Native.NativeMethods;

namespace PostModern.DuckDb.Native.Writing;

/// <summary>Strings and bytes: DuckDB copies each into its own heap.</summary>
internal static unsafe class TextWriter
{
    public static void Write(Column source, nint vector, int at)
    {
        for (var i = 0; i < source.Length; i++)
        {
            if (source.IsNull(i))
            {
                continue;
            }

            var bytes = source.GetBytes(i);
            fixed (byte* text = bytes)
            {
                duckdb_vector_assign_string_element_len(vector, (ulong)(at + i), text, (ulong)bytes.Length);
            }
        }
    }
}
