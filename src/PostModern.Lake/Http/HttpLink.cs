using PostModern.Arrow.Errors;
using PostModern.Lake.Objects;

namespace PostModern.Lake.Http;

/// <summary>What became of asking for one link.</summary>
/// <param name="Url">As it was written.</param>
/// <param name="Status">The last answer's HTTP status; null when there was no answer. A range's 206 is shown as 200.</param>
/// <param name="RedirectedTo">The URL that answered in the end; null when it is the link itself.</param>
/// <param name="Obj">What is there, pinned as far as the server allows; null exactly when <paramref name="Failure"/> is set.</param>
/// <param name="Hash">SHA-256 of the bytes in hexadecimal; null when they were not asked for.</param>
/// <param name="Failure">Why there is no object.</param>
public sealed record HttpLink(
    string Url, int? Status, string? RedirectedTo, ObjectRef? Obj, string? Hash = null, ServerException? Failure = null)
{
    /// <summary>The link as a row of a listing.</summary>
    public ObjectListing ToListing()
    {
        var name = NameOf(Url);
        var extension = Path.GetExtension(name).TrimStart('.').ToLowerInvariant();
        return new ObjectListing(Url, name, extension, Obj?.Size, Obj?.Modified, Obj?.Etag, Obj?.Version, Obj?.ContentType, Failure?.Message, Obj);
    }

    /// <summary>The last part of the path, without what follows a <c>?</c>.</summary>
    private static string NameOf(string url)
    {
        var path = Uri.TryCreate(url, UriKind.Absolute, out var uri) ? uri.AbsolutePath : url;
        return Uri.UnescapeDataString(path[(path.LastIndexOf('/') + 1)..]);
    }
}
