using PostModern.Arrow.Errors;

namespace PostModern.Lake.Objects;

/// <summary>Finds the store that a URI's scheme belongs to.</summary>
/// <param name="filesRoot">Where relative local paths start; the process's working folder when null.</param>
/// <param name="buckets">Finds the store of an <c>s3:</c> URI; null where there is none.</param>
/// <param name="links">The store of <c>http:</c> and <c>https:</c> URIs; null where there is none.</param>
/// <param name="allowed">Where local files may be; anywhere when null.</param>
public sealed class ObjectStores(
    string? filesRoot = null, Func<string, IObjectStore>? buckets = null, IObjectStore? links = null, AllowedFolders? allowed = null)
{
    /// <summary>The local disk, with relative paths below <c>filesRoot</c>.</summary>
    public LocalObjectStore Local { get; } = new(filesRoot, allowed);

    /// <summary>The store for <paramref name="uri"/>: bare paths and <c>file:</c> are local, <c>s3:</c> is in buckets, <c>http:</c> and <c>https:</c> are links.</summary>
    /// <exception cref="ServerException">Unsupported: no store for this scheme.</exception>
    public IObjectStore For(string uri) => ObjectUri.SchemeOf(uri) switch
    {
        "" or "file" => Local,
        "s3" when buckets is not null => buckets(uri),
        "http" or "https" when links is not null => links,
        var scheme => throw new ServerException(
            ErrorCode.Unsupported,
            $"'{uri}' has the scheme '{scheme}:'; objects can be read from local paths, file:, s3:, http: and https: URIs."),
    };
}
