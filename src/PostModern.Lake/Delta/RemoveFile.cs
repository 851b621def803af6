namespace PostModern.Lake.Delta;

/// <summary>A file that no longer belongs to the table. The file itself stays, for readers of earlier versions.</summary>
/// <param name="Path">As in the <see cref="AddFile"/>.</param>
/// <param name="DeletionTimestamp">Milliseconds since 1970.</param>
public sealed record RemoveFile(string Path, long? DeletionTimestamp) : DeltaAction
{
    internal static IReadOnlyDictionary<string, string?> NoPartition { get; } = new Dictionary<string, string?>();

    public bool DataChange { get; init; } = true;

    public long? Size { get; init; }

    /// <summary>As in the <see cref="AddFile"/>.</summary>
    public DeletionVector? DeletionVector { get; init; }

    internal (string Path, string? Vector) Key => (Path, DeletionVector?.UniqueId);

    public IReadOnlyDictionary<string, string?> PartitionValues { get; init; } = NoPartition;

    /// <summary>The end of <paramref name="file"/>.</summary>
    internal static RemoveFile Of(AddFile file, long time) =>
        new(file.Path, time) { Size = file.Size, PartitionValues = file.PartitionValues, DeletionVector = file.DeletionVector };
}
