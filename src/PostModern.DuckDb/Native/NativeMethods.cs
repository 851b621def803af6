using System.Runtime.InteropServices;

namespace PostModern.DuckDb.Native;

/// <summary>DuckDB's C API under its own names, a file a chapter of <c>duckdb.h</c>. Vectors, chunks and callback arguments are plain
/// addresses; everything that must be destroyed is a <see cref="SafeHandle"/>.</summary>
internal static partial class NativeMethods
{
    private const string Library = "duckdb";

    [LibraryImport(Library)]
    internal static partial void duckdb_free(nint memory);

    [LibraryImport(Library)]
    internal static partial nint duckdb_library_version();
}
