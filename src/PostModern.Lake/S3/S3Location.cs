using PostModern.Arrow.Errors;

namespace PostModern.Lake.S3;

/// <summary>A bucket, and a key in it. In URIs the key stands as it is: nothing is percent-encoded.</summary>
/// <param name="Bucket">The bucket.</param>
/// <param name="Key">The key; empty for the bucket itself.</param>
/// <param name="Connection">The named connection that leads there; null for the server's own service.</param>
internal readonly record struct S3Location(string Bucket, string Key, string? Connection = null)
{
    public const string Scheme = "s3";

    private const string Start = "s3://";

    /// <summary>From <c>s3://bucket/key</c> or <c>s3://connection@bucket/key</c>; the key may be empty.</summary>
    /// <exception cref="ServerException">InvalidInput: no such URI.</exception>
    public static S3Location Parse(string uri)
    {
        ArgumentNullException.ThrowIfNull(uri);
        var rest = uri.StartsWith(Start, StringComparison.OrdinalIgnoreCase) ? uri[Start.Length..] : "";
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        var place = slash < 0 ? rest : rest[..slash];
        var at = place.IndexOf('@', StringComparison.Ordinal);
        var bucket = place[(at + 1)..];
        return bucket.Length > 0 && at != 0 && !place.AsSpan().ContainsAny("*?[{ ")
            ? new S3Location(bucket, slash < 0 ? "" : rest[(slash + 1)..], at < 0 ? null : place[..at].ToLowerInvariant())
            : throw new ServerException(ErrorCode.InvalidInput, $"'{uri}' names no bucket; write s3://bucket/key. A bucket's name takes no wildcards.");
    }

    /// <summary>As <see cref="Parse"/>, for a place that must be an object.</summary>
    /// <exception cref="ServerException">InvalidInput: there is no key.</exception>
    public static S3Location ParseObject(string uri) => Parse(uri) is { Key.Length: > 0 } location
        ? location
        : throw new ServerException(ErrorCode.InvalidInput, $"'{uri}' is a bucket; an object also has a key: s3://bucket/key.");

    public override string ToString() => Connection is null ? $"{Start}{Bucket}/{Key}" : $"{Start}{Connection}@{Bucket}/{Key}";
}
