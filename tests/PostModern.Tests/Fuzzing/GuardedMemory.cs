using System.Buffers;
using System.Runtime.InteropServices;

namespace PostModern.Tests.Fuzzing;

/// <summary>Memory that ends where a page begins that nobody may touch: native code that reads one byte too many ends the process.</summary>
internal sealed unsafe partial class GuardedMemory : MemoryManager<byte>
{
    private const int ReadWrite = 3;
    private const int PrivateAnonymous = 0x22;
    private readonly int _capacity;
    private readonly byte* _start;

    /// <param name="capacity">Bytes, a multiple of the page's size.</param>
    public GuardedMemory(int capacity)
    {
        _capacity = capacity;
        var mapped = mmap(0, (nuint)(capacity + Environment.SystemPageSize), ReadWrite, PrivateAnonymous, -1, 0);
        Assert.NotEqual(-1, mapped);
        Assert.Equal(0, mprotect(mapped + capacity, (nuint)Environment.SystemPageSize, 0));
        _start = (byte*)mapped;
    }

    /// <summary>A copy whose last byte is the last one that may be read; dead when the next one is placed.</summary>
    public ReadOnlyMemory<byte> Place(byte[] bytes)
    {
        bytes.CopyTo(GetSpan()[(_capacity - bytes.Length)..]);
        return Memory[(_capacity - bytes.Length)..];
    }

    public override Span<byte> GetSpan() => new(_start, _capacity);

    public override MemoryHandle Pin(int elementIndex = 0) => new(_start + elementIndex);

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing) => munmap((nint)_start, (nuint)(_capacity + Environment.SystemPageSize));

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint mmap(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int mprotect(nint address, nuint length, int protection);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int munmap(nint address, nuint length);
}
