namespace PostModern.Lake.Objects;

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

    /// <summary>Makes sure that files are there, and stay until the result is disposed.</summary>
    /// <param name="location">The table's folder.</param>
    /// <param name="files">Their paths and sizes.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    Task<IDisposable> FetchAsync(string location, IEnumerable<(string Path, long Size)> files, CancellationToken cancellationToken);

    /// <summary>Begins to write files into a table's folder.</summary>
    StagedFolder Stage(string location);
}
