using System.Buffers.Binary;
using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace PostModern.Lake.Objects;

/// <summary>What the file system says about one file or folder, at one moment.</summary>
/// <param name="Error">0, or the error number of the look-up; nothing else is set then.</param>
/// <param name="IsFolder">Whether it is a folder (links are followed).</param>
/// <param name="IsLink">Whether it is a symbolic link; only when asked not to follow.</param>
/// <param name="Size">Bytes.</param>
/// <param name="ModifiedNs">Nanoseconds since 1970.</param>
/// <param name="Inode">The file's number on its device; 0 where the system tells none.</param>
/// <param name="Device">The device's number.</param>
internal readonly record struct FileStamp(
    int Error, bool IsFolder, bool IsLink, long Size, long ModifiedNs, ulong Inode, ulong Device)
{
    private const int TypeMask = 0xF000;
    private const int FolderType = 0x4000;
    private const int LinkType = 0xA000;

    public bool Exists => Error == 0;

    /// <summary>Nothing is there (as opposed to: it can't be looked at).</summary>
    public bool IsMissing => Error is Posix.ENOENT or Posix.ENOTDIR;

    /// <summary>Changes with the bytes: an edit changes the time or size, a replacement under the same name and time the inode.</summary>
    public string Etag => string.Create(CultureInfo.InvariantCulture, $"{ModifiedNs:x}-{Size:x}-{Inode:x}");

    /// <summary>In whole microseconds, as far as SQL's timestamps go.</summary>
    public DateTimeOffset Modified => DateTimeOffset.UnixEpoch.AddTicks(ModifiedNs / 1000 * TimeSpan.TicksPerMicrosecond);

    public static FileStamp Of(string path, bool followLinks = true) =>
        OperatingSystem.IsLinux()
            ? Statx(Posix.AtCurrentFolder, path, followLinks ? 0 : Posix.AtSymlinkNoFollow)
            : OfAnySystem(path);

    /// <summary>The stamp of an open file, whatever its name leads to by now.</summary>
    public static FileStamp Of(SafeFileHandle handle, string path) =>
        OperatingSystem.IsLinux() ? Statx((int)handle.DangerousGetHandle(), "", Posix.AtEmptyPath) : OfAnySystem(path);

    private static FileStamp Statx(int folder, string path, int flags)
    {
        var buffer = new byte[Posix.StatxSize];
        if (Posix.statx(folder, Posix.Text(path), flags, Posix.StatxBasicStats, buffer) != 0)
        {
            return new FileStamp { Error = Posix.LastError };
        }

        var type = BitConverter.ToUInt16(buffer, 28) & TypeMask;
        var seconds = BitConverter.ToInt64(buffer, 112);
        var nanoseconds = BitConverter.ToUInt32(buffer, 120);
        return new FileStamp(
            0,
            type == FolderType,
            type == LinkType,
            BitConverter.ToInt64(buffer, 40),
            (seconds * 1_000_000_000) + nanoseconds,
            BitConverter.ToUInt64(buffer, 32),
            BinaryPrimitives.ReadUInt64BigEndian(buffer.AsSpan(136)));
    }

    private static FileStamp OfAnySystem(string path)
    {
        FileSystemInfo info = Directory.Exists(path) ? new DirectoryInfo(path) : new FileInfo(path);
        if (!info.Exists)
        {
            return new FileStamp { Error = Posix.ENOENT };
        }

        var ticks = (info.LastWriteTimeUtc - DateTime.UnixEpoch).Ticks;
        return new FileStamp(0, info is DirectoryInfo, info.LinkTarget is not null, (info as FileInfo)?.Length ?? 0, ticks * 100, 0, 0);
    }
}
