namespace PostModern.Lake.Lineage;

/// <summary>Names of the files beside a dataset's own that tell which row came from which object.</summary>
/// <remarks>
/// A row an object and row: <c>uri</c>, <c>identity</c> (version or etag), <c>file</c> and <c>position</c> (null when the object gave no row), <c>failed</c>
/// (a model could not answer for it). The folder's underscore hides it from other engines, whose vacuum leaves such folders alone.
/// </remarks>
public static class SourceFile
{
    /// <summary>The folder within a dataset's.</summary>
    public const string FolderName = "_pm";

    /// <summary>A name that nobody else takes, relative to the dataset's folder.</summary>
    public static string NewName() => $"{FolderName}/sources-{Guid.NewGuid():N}.parquet";
}
