using PostModern.Lake.Delta;

namespace PostModern.Lake.Catalog;

/// <summary>How long a dataset keeps files that its latest version doesn't need.</summary>
public static class FileRetention
{
    /// <summary>What the property <c>delta.deletedFileRetentionDuration</c> says, else a week.</summary>
    public static TimeSpan Of(TableMetadata metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        return TableProperties.FileRetention(metadata);
    }
}
