using System.Runtime.InteropServices;

namespace PostModern.Arrow.CData;

/// <summary>A column or batch in the C data interface: <c>struct ArrowArray</c>.</summary>
/// <remarks>Arrow C data interface; the fields keep the header's order. <see cref="Release"/> is null once released or moved away.</remarks>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct ArrowArray
{
    public long Length;
    public long NullCount;
    public long Offset;
    public long BufferCount;
    public long ChildCount;
    public void** Buffers;
    public ArrowArray** Children;
    public ArrowArray* Dictionary;
    public delegate* unmanaged<ArrowArray*, void> Release;
    public void* PrivateData;
}
