namespace PostModern.Lake.Objects;

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

    public Task<IDisposable> FetchAsync(string location, IEnumerable<(string Path, long Size)> files, CancellationToken cancellationToken) =>
        Task.FromResult<IDisposable>(this);

    public StagedFolder Stage(string location) => new(location);

    public void Dispose()
    {
    }
}
