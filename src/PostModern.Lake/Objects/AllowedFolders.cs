using Microsoft.Win32.SafeHandles;
using PostModern.Arrow.Errors;

namespace PostModern.Lake.Objects;

/// <summary>The folders below which local files may be listed, read and written, wherever links lead.</summary>
/// <remarks>
/// What counts is where a file really is. An open file is judged by what the kernel says of its descriptor, so that nobody wins by changing a
/// link between a check and the opening.
/// </remarks>
public sealed class AllowedFolders
{
    private readonly string[] _roots;

    /// <param name="folders">Absolute paths of folders that exist; links in them are followed.</param>
    /// <exception cref="ServerException">NotFound: one doesn't exist. Unsupported: this system doesn't tell where a file really is.</exception>
    public AllowedFolders(IEnumerable<string> folders)
    {
        ArgumentNullException.ThrowIfNull(folders);
        if (!OperatingSystem.IsLinux())
        {
            throw new ServerException(ErrorCode.Unsupported, "Files can be confined to folders on Linux only.");
        }

        _roots = [.. folders.Select(f => Directory.Exists(f) && Posix.RealPath(f) is { } real
            ? real.TrimEnd('/') + "/"
            : throw new ServerException(ErrorCode.NotFound, $"There is no folder '{f}' to allow (--allow-folder)."))];
    }

    /// <summary>The folders, each with its slash.</summary>
    public IReadOnlyList<string> Roots => _roots;

    /// <summary>Whether a path leads into the folders. Of what doesn't exist yet the nearest folder that does counts.</summary>
    public bool Contains(string path)
    {
        for (var at = path; ; at = Path.GetDirectoryName(at)!)
        {
            if (Posix.RealPath(at) is { } real)
            {
                return IsInside(real);
            }

            // A link to nothing would be followed by whoever creates a file of that name.
            if (FileStamp.Of(at, followLinks: false).IsLink || Path.GetDirectoryName(at) is null)
            {
                return false;
            }
        }
    }

    /// <exception cref="ServerException">PermissionDenied: the path leads elsewhere.</exception>
    public void Check(string path)
    {
        if (!Contains(path))
        {
            throw Refused(path);
        }
    }

    /// <summary>Checks a file that was opened.</summary>
    /// <exception cref="ServerException">PermissionDenied: it is elsewhere.</exception>
    internal void Check(SafeFileHandle handle, string path)
    {
        if (new FileInfo($"/proc/self/fd/{handle.DangerousGetHandle()}").LinkTarget is not { } real || !IsInside(real))
        {
            throw Refused(path);
        }
    }

    private bool IsInside(string real) => Array.Exists(_roots, root => (real + "/").StartsWith(root, StringComparison.Ordinal));

    private static ServerException Refused(string path) => new(
        ErrorCode.PermissionDenied, $"'{path}' is, or leads, outside of the folders that this server opens (--allow-folder).");
}
