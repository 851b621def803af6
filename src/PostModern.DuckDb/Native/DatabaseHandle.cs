using System.Runtime.InteropServices;

namespace PostModern.DuckDb.Native;

/// <summary><c>duckdb_database</c>.</summary>
internal sealed class DatabaseHandle() : SafeHandle(0, true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        NativeMethods.duckdb_close(ref handle);
        return true;
    }
}
