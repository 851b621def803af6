using System.Runtime.InteropServices;
using Amazon.S3;
using Amazon.S3.Model;
using PostModern.Lake.Objects;

namespace PostModern.Lake.S3;

/// <summary>Requests and answers in our terms.</summary>
internal static class S3Requests
{
    public static PutObjectRequest Put(S3Location at, ReadOnlyMemory<byte> content)
    {
        var bytes = MemoryMarshal.TryGetArray(content, out var array) ? array : content.ToArray();
        return new PutObjectRequest
        {
            BucketName = at.Bucket,
            Key = at.Key,
            ContentType = ContentTypes.FromExtension(at.Key) ?? "application/octet-stream",
            InputStream = new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false),
            UseChunkEncoding = false,
        };
    }

    /// <returns>False when the object exists.</returns>
    public static async Task<bool> PutIfAbsentAsync(
        AmazonS3Client client, S3Location at, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var request = Put(at, content);
        request.IfNoneMatch = "*";
        try
        {
            await client.PutObjectAsync(request, cancellationToken);
            return true;
        }
        catch (AmazonS3Exception e) when (S3Errors.IsConditionFailed(e))
        {
            return false;
        }
    }

    /// <summary>Copies the bytes that a reference pins.</summary>
    public static CopyObjectRequest Copy(S3Location from, ObjectRef source, S3Location to) => new()
    {
        SourceBucket = from.Bucket,
        SourceKey = from.Key,
        SourceVersionId = source.Version,
        ETagToMatch = source.Version is null ? source.Etag : null,
        DestinationBucket = to.Bucket,
        DestinationKey = to.Key,
    };

    /// <param name="contentType">As the service says; the extension is trusted before a type that means nothing.</param>
    public static ObjectRef Reference(S3Location at, long? size, string? etag, string? version, DateTime? modified, string? contentType = null) => new(
        at.ToString(),
        version is null or "" or "null" ? null : version,
        etag?.Trim('"'),
        size,
        contentType is null or "" or "binary/octet-stream" or "application/octet-stream" ? ContentTypes.FromExtension(at.Key) ?? NullIfEmpty(contentType) : contentType,
        modified is { } time ? new DateTimeOffset(DateTime.SpecifyKind(time.ToUniversalTime(), DateTimeKind.Utc)) : null);

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
