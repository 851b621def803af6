namespace PostModern.Lake.S3;

/// <summary>Drops copies that were unused longest, until the rest is small enough.</summary>
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
            if (bytes == 0 || _unchecked < mostBytes / 16)
            {
                return;
            }

            _unchecked = 0;
            Evict();
        }
    }

    private void Evict()
    {
        var copies = new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories)
            .Where(f => f.Name[0] != '.')
            .OrderBy(f => f.LastWriteTimeUtc)
            .ToList();
        var excess = copies.Sum(f => f.Length) - mostBytes;
        foreach (var group in copies.GroupBy(TableOf))
        {
            if (excess <= 0)
            {
                return;
            }

            using var alone = new CacheFolder(Path.Combine(folder, group.Key)).TryHoldAlone();
            foreach (var copy in group.TakeWhile(_ => alone is not null))
            {
                excess -= copy.Length;
                copy.Delete();
                if (excess <= 0)
                {
                    break;
                }
            }
        }
    }

    private string TableOf(FileInfo copy) => Path.GetRelativePath(folder, copy.FullName).Split(Path.DirectorySeparatorChar)[0];
}
