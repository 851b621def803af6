using System.Runtime.InteropServices;

namespace PostModern.DuckDb.Native;

/// <summary><c>duckdb_logical_type</c>.</summary>
internal sealed class LogicalTypeHandle : SafeHandle
{
    public LogicalTypeHandle()
        : base(0, true)
    {
    }

    private LogicalTypeHandle(nint borrowed)
        : base(0, false)
        => SetHandle(borrowed);

    public override bool IsInvalid => handle == 0;

    /// <summary>A type that belongs to something else, and lives only as long as that does.</summary>
    public static LogicalTypeHandle Borrow(nint type) => new(type);

    protected override bool ReleaseHandle()
    {
        NativeMethods.duckdb_destroy_logical_type(ref handle);
        return true;
    }
}
