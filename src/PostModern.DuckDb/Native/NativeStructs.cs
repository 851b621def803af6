using System.Runtime.InteropServices;

namespace PostModern.DuckDb.Native;

/// <summary><c>duckdb_hugeint</c>, <c>duckdb_uhugeint</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal record struct HugeInt(ulong Lower, ulong Upper)
{
    public static HugeInt From(UInt128 bits) => new((ulong)bits, (ulong)(bits >> 64));
}

/// <summary>A two's complement integer of 256 bits, as in Arrow's decimal256.</summary>
[StructLayout(LayoutKind.Sequential)]
internal record struct WideInteger(UInt128 Lower, UInt128 Upper);

/// <summary><c>duckdb_decimal</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal record struct NativeDecimal(byte Width, byte Scale, HugeInt Value);

/// <summary><c>duckdb_interval</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal record struct NativeInterval(int Months, int Days, long Micros);

/// <summary><c>duckdb_query_progress_type</c>: percent, −1 when unknown.</summary>
[StructLayout(LayoutKind.Sequential)]
internal record struct NativeProgress(double Percentage, ulong RowsProcessed, ulong RowsInAll);

/// <summary><c>duckdb_list_entry</c>: where a list's elements lie in the child vector.</summary>
[StructLayout(LayoutKind.Sequential)]
internal record struct ListEntry(ulong Offset, ulong Length);
