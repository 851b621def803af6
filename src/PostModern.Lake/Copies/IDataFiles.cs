namespace PostModern.Lake.Copies;

/// <summary>Data files on this machine's disk, where the query engine can read and write them.</summary>
/// <remarks>Data files are immutable: once written under a name, that name never means other bytes.</remarks>
public interface IDataFiles
{
    /// <summary>Whether files must be fetched before they can be read.</summary>
    bool IsRemote { get; }

    /// <summary>Where a file is, or will be once it is fetched.</summary>
    /// <param name="location">The table's folder.</param>
    /// <param name="path">The file's path in it, or an absolute URI.</param>
    string PathOf(string location, string path);

    /// <summary>The copies of remote files, which stay until the result is disposed. Nothing is fetched yet.</summary>
    /// <param name="location">The table's folder.</param>
    /// <param name="files">Their paths and sizes.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    Task<HeldCopies> HoldAsync(string location, IEnumerable<(string Path, long Size)> files, CancellationToken cancellationToken);

    /// <summary>Begins to write files into a table's folder.</summary>
    /// <param name="location">The table's folder.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    Task<StagedFolder> StageAsync(string location, CancellationToken cancellationToken);
}
