using System.Runtime.InteropServices;

namespace PostModern.DuckDb.Native;

/// <summary><c>duckdb_value</c>.</summary>
internal sealed class ValueHandle() : SafeHandle(0, true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        NativeMethods.duckdb_destroy_value(ref handle);
        return true;
    }
}
