using System.Globalization;
using PostModern.Arrow.Errors;
using PostModern.Lake.Objects;

namespace PostModern.Lake.Delta;

/// <summary>The commit files of one table.</summary>
/// <param name="store">Where the table lies.</param>
/// <param name="location">The table's folder: an absolute path or a URI, without a trailing slash.</param>
public sealed class DeltaLog(IObjectStore store, string location)
{
    /// <summary>How the table's data files are read and written on this machine; where the table lies by default.</summary>
    public IDataFiles DataFiles { get; init; } = LocalDataFiles.Instance;

    /// <summary>The folder in a table's folder that makes it a Delta table.</summary>
    public const string FolderName = "_delta_log";

    public IObjectStore Store { get; } = store;

    /// <summary>The table's folder.</summary>
    public string Location { get; } = location;

    /// <summary>The name of a version's commit file: twenty digits.</summary>
    public static string FileName(long version) => version.ToString("D20", CultureInfo.InvariantCulture) + ".json";

    /// <summary>Where a data file is: a path or URI that the store understands.</summary>
    public string Resolve(string path) => ObjectUri.SchemeOf(path).Length > 0 ? path : $"{Location}/{path}";

    /// <summary>Where the query engine finds a data file.</summary>
    public string LocalPath(string path) => DataFiles.PathOf(Location, path);

    /// <summary>The versions in the log, ascending.</summary>
    /// <exception cref="ServerException">NotFound: there is no log.</exception>
    public async Task<IReadOnlyList<long>> ListAsync(CancellationToken cancellationToken = default)
    {
        var versions = new List<long>();
        var pattern = $"{GlobPattern.Escape(Location)}/{FolderName}/*.json";
        await foreach (var listing in Store.ListAsync(pattern, cancellationToken))
        {
            // "….compacted.json" and ".crc" files of other engines are no commits.
            if (listing.Name.Length == 25 && long.TryParse(listing.Name.AsSpan(0, 20), NumberStyles.None, CultureInfo.InvariantCulture, out var version))
            {
                versions.Add(version);
            }
        }

        versions.Sort();
        return versions;
    }

    /// <summary>Reads a version's commit; null when there is none (yet).</summary>
    public async Task<Commit?> ReadAsync(long version, CancellationToken cancellationToken = default)
    {
        var uri = UriOf(version);
        if (await Store.TryGetAsync(uri, cancellationToken) is not { } file)
        {
            return null;
        }

        var content = await Store.ReadAsync(file, cancellationToken: cancellationToken);
        return new Commit(version, ActionReader.Read(content, uri), file.Etag, file.Modified ?? DateTimeOffset.UnixEpoch);
    }

    /// <summary>Whether the commit file that <paramref name="etag"/> was read from is still there.</summary>
    internal async Task<bool> IsUnchangedAsync(long version, string? etag, CancellationToken cancellationToken) =>
        await Store.TryGetAsync(UriOf(version), cancellationToken) is { } file && file.Etag == etag;

    /// <summary>Makes a version; false when somebody else made it first.</summary>
    internal Task<bool> TryWriteAsync(long version, IEnumerable<DeltaAction> actions, CancellationToken cancellationToken) =>
        Store.PutIfAbsentAsync(UriOf(version), ActionWriter.Write(actions), cancellationToken);

    private string UriOf(long version) => $"{Location}/{FolderName}/{FileName(version)}";
}
