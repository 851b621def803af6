using System.Runtime.InteropServices;
using System.Text;

namespace PostModern.Lake.Objects;

/// <summary>The few calls that .NET doesn't offer: hard links, syncing a folder, and the inode of a file.</summary>
/// <remarks>Names and numbers are those of the C library's headers. Strings go as zero-terminated UTF-8, so no pointer is needed.</remarks>
internal static class Posix
{
    public const int ENOENT = 2;
    public const int EACCES = 13;
    public const int EEXIST = 17;
    public const int ENOTDIR = 20;
    public const int ELOOP = 40;

    public const int AtCurrentFolder = -100;
    public const int AtSymlinkNoFollow = 0x100;
    public const int AtEmptyPath = 0x1000;
    public const uint StatxBasicStats = 0x7ff;

    /// <summary>Bytes of <c>struct statx</c>, the same on every architecture.</summary>
    public const int StatxSize = 256;

    /// <summary>Bytes of the longest path that the C library gives, with its zero.</summary>
    private const int PathMax = 4096;

    public static byte[] Text(string text)
    {
        var bytes = new byte[Encoding.UTF8.GetByteCount(text) + 1];
        Encoding.UTF8.GetBytes(text, bytes);
        return bytes;
    }

    [DllImport("libc", SetLastError = true)]
    public static extern int link(byte[] existing, byte[] added);

    [DllImport("libc", SetLastError = true)]
    public static extern int open(byte[] path, int flags);

    [DllImport("libc", SetLastError = true)]
    public static extern int fsync(int descriptor);

    [DllImport("libc", SetLastError = true)]
    public static extern int close(int descriptor);

    [DllImport("libc", SetLastError = true)]
    public static extern int statx(int folder, byte[] path, int flags, uint mask, byte[] buffer);

    [DllImport("libc", SetLastError = true)]
    private static extern nint realpath(byte[] path, byte[] resolved);

    /// <summary>Where a path really leads, all links followed; null when nothing is there.</summary>
    public static string? RealPath(string path)
    {
        var buffer = new byte[PathMax];
        return realpath(Text(path), buffer) == 0 ? null : Encoding.UTF8.GetString(buffer, 0, Array.IndexOf(buffer, (byte)0));
    }

    /// <summary>The number that the last failed call left.</summary>
    public static int LastError => Marshal.GetLastPInvokeError();

    /// <summary>An error number in words.</summary>
    public static string Describe(int error) => Marshal.GetPInvokeErrorMessage(error);
}
