using System.Runtime.InteropServices;

namespace PostModern.Arrow.CData;

/// <summary>A type in the C data interface: <c>struct ArrowSchema</c>.</summary>
/// <remarks>Arrow C data interface; the fields keep the header's order. <see cref="Release"/> is null once released or moved away.</remarks>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct ArrowSchema
{
    public byte* Format;
    public byte* Name;
    public byte* Metadata;
    public long Flags;
    public long ChildCount;
    public ArrowSchema** Children;
    public ArrowSchema* Dictionary;
    public delegate* unmanaged<ArrowSchema*, void> Release;
    public void* PrivateData;
}
