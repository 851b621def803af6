using System.Runtime.InteropServices;

namespace PostModern.DuckDb.Native;

/// <summary><c>duckdb_data_chunk</c>.</summary>
internal sealed class DataChunkHandle() : SafeHandle(0, true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        NativeMethods.duckdb_destroy_data_chunk(ref handle);
        return true;
    }
}
