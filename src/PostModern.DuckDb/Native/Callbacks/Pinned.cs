using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PostModern.DuckDb.Native.Callbacks;

/// <summary>Managed objects that DuckDB holds as <c>void *</c>, with the callbacks that copy and free them.</summary>
internal static unsafe class Pinned
{
    public static delegate* unmanaged[Cdecl]<nint, void> Free => &FreeHandle;

    public static delegate* unmanaged[Cdecl]<nint, nint> Copy => &CopyHandle;

    public static nint Hold(object target) => GCHandle.ToIntPtr(GCHandle.Alloc(target));

    public static T Get<T>(nint held)
        where T : class
        => (T)GCHandle.FromIntPtr(held).Target!;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void FreeHandle(nint held)
    {
        var handle = GCHandle.FromIntPtr(held);
        var target = handle.Target;
        handle.Free();
        try
        {
            (target as IDisposable)?.Dispose();
        }
        catch (Exception)
        {
            // A failing clean-up has nobody to tell: DuckDB has moved on, and an exception here would end the process.
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint CopyHandle(nint held) => Hold(GCHandle.FromIntPtr(held).Target!);
}
