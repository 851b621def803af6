using PostModern.Lake.Objects;

namespace PostModern.Lake.S3;

/// <summary>Drops copies that were unused longest, until the rest is small enough.</summary>
/// <param name="folder">The folder of all tables' copies.</param>
/// <param name="mostBytes">What is small enough.</param>
internal sealed class CacheEviction(string folder, long mostBytes)
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
        var files = new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Select(Copy.Of).OfType<Copy>().ToList();
        var excess = files.Sum(c => c.Bytes) - mostBytes;
        foreach (var table in files.OrderBy(c => c.Used).GroupBy(TableOf))
        {
            if (excess <= 0)
            {
                return;
            }

            using var alone = new CacheFolder(Path.Combine(folder, table.Key)).TryHoldAlone();
            if (alone is not null)
            {
                excess -= Drop(table, excess);
            }
        }
    }

    /// <summary>Drops the first copies of a table that nobody holds, and what a killed process left of a download.</summary>
    private static long Drop(IEnumerable<Copy> table, long excess)
    {
        long dropped = 0;
        foreach (var copy in table.Where(c => c.IsUnfinished || dropped < excess))
        {
            File.Delete(copy.Path);
            dropped += copy.Bytes;
        }

        return dropped;
    }

    private string TableOf(Copy copy) => Path.GetRelativePath(folder, copy.Path).Split(Path.DirectorySeparatorChar)[0];

    private readonly record struct Copy(string Path, long Bytes, DateTime Used)
    {
        public bool IsUnfinished => System.IO.Path.GetFileName(Path).StartsWith(AtomicFile.TemporaryPrefix, StringComparison.Ordinal);

        /// <returns>Null for locks, and for what another process has just dropped.</returns>
        public static Copy? Of(FileInfo file)
        {
            var isLock = file.Name[0] == '.' && !file.Name.StartsWith(AtomicFile.TemporaryPrefix, StringComparison.Ordinal);
            try
            {
                return isLock ? null : new Copy(file.FullName, file.Length, file.LastWriteTimeUtc);
            }
            catch (FileNotFoundException)
            {
                return null;
            }
        }
    }
}
