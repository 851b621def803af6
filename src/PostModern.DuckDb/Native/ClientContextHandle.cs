using System.Runtime.InteropServices;

namespace PostModern.DuckDb.Native;

/// <summary><c>duckdb_client_context</c>.</summary>
internal sealed class ClientContextHandle() : SafeHandle(0, true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        NativeMethods.duckdb_destroy_client_context(ref handle);
        return true;
    }
}
