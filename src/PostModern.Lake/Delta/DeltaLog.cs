using System.Globalization;
using PostModern.Arrow.Errors;
using PostModern.Lake.Copies;
using PostModern.Lake.Objects;

namespace PostModern.Lake.Delta;

/// <summary>The commit files of one table.</summary>
/// <param name="store">Where the table lies.</param>
/// <param name="location">The table's folder: an absolute path or a URI, without a trailing slash.</param>
/// <param name="parquet">Reads and writes checkpoints; without it none are written, and tables that need theirs can't be read.</param>
public sealed class DeltaLog(IObjectStore store, string location, IParquetRows? parquet = null)
{
    /// <summary>How the table's data files are read and written on this machine; where the table lies by default.</summary>
    public IDataFiles DataFiles { get; init; } = LocalDataFiles.Instance;

    /// <summary>The folder in a table's folder that makes it a Delta table.</summary>
    public const string FolderName = "_delta_log";

    public IObjectStore Store { get; } = store;

    /// <summary>The table's folder.</summary>
    public string Location { get; } = location;

    internal IParquetRows? Parquet { get; } = parquet;

    /// <summary>The name of a version's commit file: twenty digits.</summary>
    public static string FileName(long version) => version.ToString("D20", CultureInfo.InvariantCulture) + ".json";

    /// <summary>Where a data file is: a path or URI that the store understands.</summary>
    public string Resolve(string path) => ObjectUri.SchemeOf(path) switch
    {
        // DuckDB doesn't decode URIs.
        "file" => ObjectUri.ToText(path),
        "" when !path.StartsWith('/') => $"{Location}/{path}",
        _ => path,
    };

    /// <summary>Where the query engine finds a data file.</summary>
    public string LocalPath(string path) => DataFiles.PathOf(Location, path);

    /// <summary>Makes sure that a file of the table's folder, which no version names, can be read at <see cref="LocalPath"/>, until the result is disposed.</summary>
    /// <exception cref="ServerException">NotFound: there is no such file.</exception>
    public async Task<IDisposable> FetchAsync(string path, CancellationToken cancellationToken = default)
    {
        var file = await Store.TryGetAsync(Resolve(path), cancellationToken)
            ?? throw new ServerException(ErrorCode.NotFound, $"There is no file '{Resolve(path)}'.");
        return await FetchAsync([(path, file.Size ?? 0)], cancellationToken);
    }

    internal async Task<IDisposable> FetchAsync(IEnumerable<(string Path, long Size)> files, CancellationToken cancellationToken)
    {
        var held = await DataFiles.HoldAsync(Location, files, cancellationToken);
        try
        {
            await held.FetchAsync(cancellationToken);
            return held;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Reads a version's commit; null when there is none (yet).</summary>
    public async Task<Commit?> ReadAsync(long version, CancellationToken cancellationToken = default)
    {
        var uri = UriOf(FileName(version));
        if (await Store.TryGetAsync(uri, cancellationToken) is not { } file)
        {
            return null;
        }

        var content = await Store.ReadAsync(file, cancellationToken: cancellationToken);
        return new Commit(version, ActionReader.Read(content, uri), file.Etag, file.Modified ?? DateTimeOffset.UnixEpoch);
    }

    /// <summary>What is in the log now.</summary>
    /// <exception cref="ServerException">NotFound: there is no log.</exception>
    internal Task<LogListing> ListAsync(CancellationToken cancellationToken) => LogListing.ReadAsync(Store, Location, cancellationToken);

    /// <summary>Whether the file that <paramref name="commit"/> was read from is still there.</summary>
    internal async Task<bool> IsUnchangedAsync(Commit commit, CancellationToken cancellationToken) =>
        await Store.TryGetAsync(UriOf(commit.FileName), cancellationToken) is { } file && file.Etag == commit.Etag;

    /// <summary>Makes a version; false when somebody else made it first.</summary>
    internal Task<bool> TryWriteAsync(long version, IEnumerable<DeltaAction> actions, CancellationToken cancellationToken) =>
        Store.PutIfAbsentAsync(UriOf(FileName(version)), ActionWriter.Write(actions), cancellationToken);

    /// <summary>Where a file of the log is.</summary>
    internal string UriOf(string fileName) => $"{Location}/{FolderName}/{fileName}";
}
