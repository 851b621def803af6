using System.Runtime.InteropServices;

namespace PostModern.DuckDb.Native;

/// <content>Data chunks, vectors, validity. The getters read a field each, so the switch to preemptive mode would cost more than the call.</content>
internal static partial class NativeMethods
{
    [LibraryImport(Library)]
    internal static partial void duckdb_destroy_data_chunk(ref nint chunk);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial nint duckdb_data_chunk_get_vector(nint chunk, ulong column);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial ulong duckdb_data_chunk_get_column_count(nint chunk);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial ulong duckdb_data_chunk_get_size(nint chunk);

    [LibraryImport(Library)]
    internal static partial void duckdb_data_chunk_set_size(nint chunk, ulong size);

    [LibraryImport(Library)]
    internal static partial VectorHandle duckdb_create_vector(LogicalTypeHandle type, ulong capacity);

    [LibraryImport(Library)]
    internal static partial void duckdb_destroy_vector(ref nint vector);

    [LibraryImport(Library)]
    internal static partial LogicalTypeHandle duckdb_vector_get_column_type(nint vector);

    [LibraryImport(Library), SuppressGCTransition]
    internal static unsafe partial void* duckdb_vector_get_data(nint vector);

    [LibraryImport(Library), SuppressGCTransition]
    internal static unsafe partial ulong* duckdb_vector_get_validity(nint vector);

    [LibraryImport(Library)]
    internal static partial void duckdb_vector_ensure_validity_writable(nint vector);

    /// <remarks>Unsafe because it takes any bytes; the caller has checked them.</remarks>
    [LibraryImport(Library)]
    internal static unsafe partial void duckdb_unsafe_vector_assign_string_element_len(nint vector, ulong index, byte* text, ulong length);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial nint duckdb_list_vector_get_child(nint vector);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial ulong duckdb_list_vector_get_size(nint vector);

    [LibraryImport(Library)]
    internal static partial DuckDbState duckdb_list_vector_set_size(nint vector, ulong size);

    [LibraryImport(Library)]
    internal static partial DuckDbState duckdb_list_vector_reserve(nint vector, ulong capacity);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial nint duckdb_struct_vector_get_child(nint vector, ulong index);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial nint duckdb_array_vector_get_child(nint vector);

    [LibraryImport(Library)]
    internal static partial void duckdb_vector_reference_value(VectorHandle vector, ValueHandle value);
}
