using System.Runtime.InteropServices;
using PostModern.Arrow.Memory;

namespace PostModern.DuckDb.Native.Reading;

/// <summary>A growing buffer written through pointers; it starts each batch as large as the last one ended.</summary>
internal sealed unsafe class ValueBuffer : IDisposable
{
    private readonly NativeBufferWriter _writer = new(0);
    private int _expected;

    /// <summary>Bytes written.</summary>
    public int Length => _writer.Length;

    /// <summary>Room for <paramref name="bytes"/> more, to be confirmed by <see cref="Advance"/>.</summary>
    public byte* Reserve(int bytes)
    {
        var room = Length == 0 ? Math.Max(bytes, _expected) : bytes;
        return (byte*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref MemoryMarshal.GetReference(_writer.GetSpan(room)));
    }

    public void Advance(int bytes) => _writer.Advance(bytes);

    /// <summary>Hands the bytes over to <paramref name="owner"/> and starts empty.</summary>
    public ReadOnlyMemory<byte> Build(NativeBufferSet owner)
    {
        _expected = Length;
        return owner.Add(_writer.Build()).Memory;
    }

    public void Dispose() => _writer.Dispose();
}
