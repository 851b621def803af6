using System.IO.Enumeration;
using PostModern.Arrow.Errors;

namespace PostModern.Lake.Objects;

/// <summary>One walk over local folders along a pattern, in name order, one folder in memory at a time.</summary>
/// <param name="segments">The pattern's parts below the root.</param>
/// <param name="readFolder">Lists a folder's entries; a parameter because a privileged test can't make a folder unreadable.</param>
/// <param name="allowed">Where links may lead; anywhere when null.</param>
internal sealed class LocalWalk(
    IReadOnlyList<GlobSegment> segments, Func<string, IEnumerable<LocalWalk.Entry>> readFolder, AllowedFolders? allowed = null)
{
    private readonly GlobWalk _pattern = new(segments);
    private readonly List<(ulong Device, ulong Inode)> _open = [];
    private readonly HashSet<(ulong Device, ulong Inode)> _linkedTo = [];

    /// <summary>A name in a folder. A link to a folder counts as a folder.</summary>
    public readonly record struct Entry(string Name, bool IsFolder);

    /// <summary>Lists what matches below a folder.</summary>
    /// <param name="folder">An absolute path.</param>
    /// <param name="shown">The same folder as rows show it: empty, or ending in a slash.</param>
    /// <exception cref="ServerException">PermissionDenied, while reading: the folder itself can't be read.</exception>
    public IEnumerable<ObjectListing> Below(string folder, string shown) => Walk(folder, shown, _pattern.Start);

    /// <summary>The entries of a folder, from the file system.</summary>
    public static IEnumerable<Entry> ReadFolder(string folder) => new FileSystemEnumerable<Entry>(
        folder,
        static (ref FileSystemEntry entry) => new Entry(entry.FileName.ToString(), entry.IsDirectory),
        new EnumerationOptions { IgnoreInaccessible = false, AttributesToSkip = 0 });

    /// <param name="folder">An absolute path.</param>
    /// <param name="shown">The folder as rows show it.</param>
    /// <param name="states">The parts of the pattern that the names in this folder may match.</param>
    private IEnumerable<ObjectListing> Walk(string folder, string shown, SortedSet<int> states)
    {
        var stamp = FileStamp.Of(folder);
        _open.Add((stamp.Device, stamp.Inode));
        var entries = Entries(folder, states, out var error);
        if (error is not null && _open.Count == 1)
        {
            // Nothing at all can be listed: one row among none would be overlooked.
            throw new ServerException(ErrorCode.PermissionDenied, $"Cannot read the folder '{folder}': {error.Message}", error);
        }

        foreach (var (name, isFolder) in entries)
        {
            var path = Path.Combine(folder, name);
            var rows = LeadsOutside(path, name) ? Refused(name, isFolder, shown, states)
                : isFolder ? EnterFolder(path, shown + name, _pattern.Enter(states, name)) : _pattern.IsMatch(states, name) ? [Row(path, shown + name)] : [];
            foreach (var row in rows)
            {
                yield return row;
            }
        }

        if (error is not null)
        {
            yield return ObjectListing.Failed(shown.TrimEnd('/'), $"Cannot read this folder: {error.Message}");
        }

        _open.RemoveAt(_open.Count - 1);
    }

    private bool LeadsOutside(string path, string name) =>
        allowed is not null && (name == ".." || FileStamp.Of(path, followLinks: false).IsLink) && !allowed.Contains(path);

    /// <summary>A link that isn't followed is told of where what it leads to might have been a row.</summary>
    private ObjectListing[] Refused(string name, bool isFolder, string shown, SortedSet<int> states) =>
        isFolder ? _pattern.Enter(states, name).Count > 0 ? [Outside(shown + name)] : []
        : _pattern.IsMatch(states, name) ? [Outside(shown + name)]
        : [];

    private static ObjectListing Outside(string shown) =>
        ObjectListing.Failed(shown, "This link leads outside of the folders that the server opens (--allow-folder).");

    private IEnumerable<ObjectListing> EnterFolder(string path, string shown, SortedSet<int> states) =>
        states.Count > 0 && MayEnter(path) ? Walk(path, shown + "/", states) : [];

    /// <summary>A link to a folder is followed once, and never into a folder that is being walked: loops end, nothing is skipped.</summary>
    private bool MayEnter(string path)
    {
        if (!FileStamp.Of(path, followLinks: false).IsLink)
        {
            return true;
        }

        var target = FileStamp.Of(path);
        var identity = (target.Device, target.Inode);
        return target.IsFolder && !_open.Contains(identity) && _linkedTo.Add(identity);
    }

    private IEnumerable<Entry> Entries(string folder, SortedSet<int> states, out Exception? error)
    {
        error = null;
        try
        {
            // A literal part is looked up, not searched for: its siblings may be a million.
            return _pattern.LiteralName(states) is { } name
                ? FileStamp.Of(Path.Combine(folder, name)) is { IsMissing: false } found ? [new Entry(name, found.IsFolder)] : []
                : new FolderEntries(readFolder(folder)).InOrder();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            error = e;
            return [];
        }
    }

    private static ObjectListing Row(string path, string shown)
    {
        var stamp = FileStamp.Of(path);
        return stamp.Exists
            ? ObjectListing.Of(shown, LocalObjectStore.Reference(path, stamp))
            : ObjectListing.Failed(shown, Posix.Describe(stamp.Error));
    }
}
