namespace PostModern.Lake.Archives;

/// <summary>How an archive is read.</summary>
public enum ArchiveKind
{
    /// <summary>Its directory at the end says where members lie.</summary>
    Zip,

    /// <summary>Members lie behind their headers, one after the other.</summary>
    Tar,

    /// <summary>A tar file that has to be inflated from its beginning.</summary>
    GzipTar,
}
