using System.Runtime.InteropServices;

namespace PostModern.Models.Decoding;

/// <summary>GObject's <c>GValue</c>: a type and 16 bytes that only GObject's functions touch.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct VipsValue
{
    public nuint Type;
    public ulong Data0;
    public ulong Data1;
}
