using System.Runtime.InteropServices;

namespace PostModern.DuckDb.Native;

/// <content>Values.</content>
internal static partial class NativeMethods
{
    [LibraryImport(Library)]
    internal static partial void duckdb_destroy_value(ref nint value);

    /// <remarks>The type stays the value's: wrap it with <see cref="LogicalTypeHandle.Borrow"/>.</remarks>
    [LibraryImport(Library)]
    internal static partial nint duckdb_get_value_type(ValueHandle value);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_null_value();

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_bool(byte value);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_int8(sbyte value);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_uint8(byte value);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_int16(short value);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_uint16(ushort value);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_int32(int value);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_uint32(uint value);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_int64(long value);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_uint64(ulong value);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_float(float value);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_double(double value);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_hugeint(HugeInt value);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_uhugeint(HugeInt value);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_decimal(NativeDecimal value);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_date(int days);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_time(long micros);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_time_ns(long nanos);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_timestamp(long micros);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_timestamp_tz(long micros);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_timestamp_s(long seconds);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_timestamp_ms(long millis);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_timestamp_ns(long nanos);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_interval(NativeInterval value);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_varchar_length(ReadOnlySpan<byte> text, ulong length);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_blob(ReadOnlySpan<byte> data, ulong length);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_struct_value(LogicalTypeHandle type, nint[] values);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_list_value(LogicalTypeHandle item, nint[] values, ulong count);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_array_value(LogicalTypeHandle item, nint[] values, ulong count);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_map_value(LogicalTypeHandle type, nint[] keys, nint[] values, ulong count);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_union_value(LogicalTypeHandle type, ulong tag, ValueHandle value);

    [LibraryImport(Library)]
    internal static partial ulong duckdb_get_list_size(ValueHandle value);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_get_list_child(ValueHandle value, ulong index);

    [LibraryImport(Library)]
    internal static partial nint duckdb_get_varchar(ValueHandle value);
}
