using System.Runtime.InteropServices;

namespace PostModern.DuckDb.Native;

/// <summary>A <c>duckdb_result</c> in memory of its own, filled by a query and destroyed with the handle.</summary>
internal sealed unsafe class ResultHandle : SafeHandle
{
    public ResultHandle()
        : base(0, true)
        => SetHandle((nint)NativeMemory.AllocZeroed((nuint)sizeof(NativeResult)));

    public override bool IsInvalid => handle == 0;

    /// <summary>The struct, for the functions that take it by value.</summary>
    public NativeResult Value => *(NativeResult*)handle;

    protected override bool ReleaseHandle()
    {
        NativeMethods.duckdb_destroy_result(handle);
        NativeMemory.Free((void*)handle);
        return true;
    }
}
