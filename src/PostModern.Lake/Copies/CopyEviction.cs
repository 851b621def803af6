namespace PostModern.Lake.Copies;

/// <summary>Drops copies that were unused longest, until the rest is small enough.</summary>
/// <param name="root">The folder of all copies.</param>
/// <param name="locks">Tell which are in use.</param>
/// <param name="mostBytes">What is small enough.</param>
internal sealed class CopyEviction(string root, CopyLocks locks, long mostBytes)
{
    private readonly Lock _lock = new();
    private long _unchecked = long.MaxValue / 2;

    /// <summary>Counts bytes that came in; looks at the folder when they may have made it too large.</summary>
    public void Added(long bytes)
    {
        lock (_lock)
        {
            // Looking at thousands of files for every small one would cost more than it finds; at the first call nothing is known yet.
            _unchecked += bytes;
            if (bytes > 0 && _unchecked >= mostBytes / 16)
            {
                _unchecked = 0;
                Evict();
            }
        }
    }

    private void Evict()
    {
        var copies = new DirectoryInfo(root).EnumerateFiles("*", SearchOption.AllDirectories).Select(Copy.Of).OfType<Copy>().ToList();
        var excess = copies.Sum(c => c.Bytes) - mostBytes;
        foreach (var folder in copies.OrderBy(c => c.Used).GroupBy(c => Path.GetRelativePath(root, c.Path).Split(Path.DirectorySeparatorChar)[0]))
        {
            if (excess <= 0)
            {
                return;
            }

            using var alone = locks.TryHoldAlone(folder.Key);
            if (alone is not null)
            {
                excess -= Drop(folder, excess);
            }
        }
    }

    private long Drop(IEnumerable<Copy> folder, long excess)
    {
        long dropped = 0;
        foreach (var copy in folder.TakeWhile(_ => dropped < excess))
        {
            // The copy goes first: notes of bytes that aren't there any more would be believed.
            File.Delete(copy.Path);
            PresentRanges.RemoveFolder(copy.Path);
            RemoveEmptyFolders(Path.GetDirectoryName(copy.Path)!);
            dropped += copy.Bytes;
        }

        return dropped;
    }

    private void RemoveEmptyFolders(string folder)
    {
        while (folder.Length > root.Length && !Directory.EnumerateFileSystemEntries(folder).Any())
        {
            Directory.Delete(folder);
            folder = Path.GetDirectoryName(folder)!;
        }
    }

    private readonly record struct Copy(string Path, long Bytes, DateTime Used)
    {
        /// <returns>Null for locks and notes, and for what another process has just dropped.</returns>
        public static Copy? Of(FileInfo file)
        {
            var folder = file.Directory!.Name;
            var isOwn = folder == CopyLocks.FolderName || (folder[0] == '.' && folder.EndsWith(PresentRanges.Suffix, StringComparison.Ordinal));
            try
            {
                return isOwn ? null : new Copy(file.FullName, PresentRanges.Count(file), file.LastWriteTimeUtc);
            }
            catch (IOException)
            {
                return null;
            }
        }
    }
}
