namespace PostModern.Lake.Objects;

/// <summary>One row of a listing: an object, or the reason why something under the pattern could not be listed.</summary>
/// <param name="Path">The path as the pattern's author sees it: relative when the pattern was relative.</param>
/// <param name="Name">The last part of the path.</param>
/// <param name="Extension">Lower case, without the dot; empty when the name has none.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Modified">When the object was last written, in whole microseconds.</param>
/// <param name="Etag">See <see cref="ObjectRef.Etag"/>.</param>
/// <param name="Version">See <see cref="ObjectRef.Version"/>.</param>
/// <param name="ContentType">By extension; listing reads no bodies.</param>
/// <param name="Error">What is wrong with this entry; null when nothing is.</param>
/// <param name="Obj">The reference that pins the object; null exactly when <paramref name="Error"/> is set.</param>
public sealed record ObjectListing(
    string Path,
    string Name,
    string Extension,
    long? Size,
    DateTimeOffset? Modified,
    string? Etag,
    string? Version,
    string? ContentType,
    string? Error,
    ObjectRef? Obj)
{
    /// <summary>A row for an object that is there.</summary>
    public static ObjectListing Of(string path, ObjectRef obj)
    {
        ArgumentNullException.ThrowIfNull(obj);
        return new ObjectListing(
            path, NameOf(path), ExtensionOf(path), obj.Size, obj.Modified, obj.Etag, obj.Version, obj.ContentType, null, obj);
    }

    /// <summary>A row that says what could not be listed, and why.</summary>
    public static ObjectListing Failed(string path, string error) =>
        new(path, NameOf(path), ExtensionOf(path), null, null, null, null, null, error, null);

    private static string NameOf(string path) => path[(path.LastIndexOf('/') + 1)..];

    private static string ExtensionOf(string path) => System.IO.Path.GetExtension(path).TrimStart('.').ToLowerInvariant();
}
