using PostModern.Lake.Delta;

namespace PostModern.Engine.Execution;

/// <summary>Files of one partition that become one, or with an order as few as their size allows.</summary>
internal sealed record FileBin(List<AddFile> Files)
{
    public long Size { get; private set; } = Files.Sum(f => f.Size);

    /// <summary>Packs small files together: each into the first bin of its partition that has room.</summary>
    /// <returns>Only bins whose files get fewer, or lose deleted rows.</returns>
    public static IReadOnlyList<FileBin> Pack(IReadOnlyList<AddFile> files, long targetSize)
    {
        var bins = new List<FileBin>();
        foreach (var partition in files.Where(f => f.Size < targetSize || f.DeletionVector is not null).GroupBy(PartitionOf))
        {
            var open = new List<FileBin>();
            foreach (var file in partition)
            {
                if (open.Find(b => b.Size + file.Size <= targetSize) is { } bin)
                {
                    bin.Add(file);
                }
                else
                {
                    open.Add(new FileBin([file]));
                }
            }

            bins.AddRange(open.Where(b => b.Files.Count > 1 || b.Files[0].DeletionVector is not null));
        }

        return bins;
    }

    /// <summary>All files of each partition together.</summary>
    public static IReadOnlyList<FileBin> ByPartition(IReadOnlyList<AddFile> files) => [.. files.GroupBy(PartitionOf).Select(p => new FileBin([.. p]))];

    private void Add(AddFile file)
    {
        Files.Add(file);
        Size += file.Size;
    }

    /// <summary>Empty text and NULL are the same in a partition.</summary>
    private static string PartitionOf(AddFile file) => string.Join(
        '\n', file.PartitionValues.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{Uri.EscapeDataString(p.Key)}={Uri.EscapeDataString(p.Value ?? "")}"));
}
