using PostModern.Lake.Objects;

namespace PostModern.Lake.Copies;

/// <summary>Data files that lie on this machine's disk anyway.</summary>
internal sealed class LocalDataFiles : IDataFiles, IDisposable
{
    public static LocalDataFiles Instance { get; } = new();

    public bool IsRemote => false;

    public string PathOf(string location, string path) => ObjectUri.SchemeOf(path) switch
    {
        // DuckDB doesn't decode URIs.
        "file" => ObjectUri.ToText(path),
        "" when !path.StartsWith('/') => $"{location}/{path}",
        _ => path,
    };

    public Task<HeldCopies> HoldAsync(string location, IEnumerable<(string Path, long Size)> files, CancellationToken cancellationToken) =>
        Task.FromResult(new HeldCopies(this, []));

    public Task<StagedFolder> StageAsync(string location, CancellationToken cancellationToken) => Task.FromResult(new StagedFolder(location));

    public void Dispose()
    {
    }
}
