using System.Net;
using System.Net.Http.Headers;
using Amazon.Runtime;
using Amazon.S3.Model;
using PostModern.Arrow.Errors;
using PostModern.Lake.Objects;

namespace PostModern.Lake.S3;

/// <summary>The bytes of one object in a bucket, pinned.</summary>
internal sealed class S3ReadStream : RangedReadStream
{
    private readonly S3Endpoint _endpoint;
    private readonly S3Location _at;
    private readonly string? _version;
    private readonly string? _etag;
    private GetObjectResponse? _response;

    private S3ReadStream(S3Endpoint endpoint, S3Location at, string? version, GetObjectResponse first)
        : this(endpoint, at, version, first, Place(first))
    {
    }

    private S3ReadStream(S3Endpoint endpoint, S3Location at, string? version, GetObjectResponse first, (long Start, long Length) place)
        : base(place.Length)
    {
        _endpoint = endpoint;
        _at = at;
        _version = version;
        _etag = first.ETag?.Trim('"');
        _response = first;
        Begin(first.ResponseStream, place.Start, place.Start + first.ContentLength);
    }

    public static async Task<S3ReadStream> OpenAsync(S3Endpoint endpoint, S3Location at, ObjectRef obj, CancellationToken cancellationToken)
    {
        // Of an answer that is the whole object the SDK checks the MD5, in managed code: half of the CPU time that reading and hashing it by SHA-256 takes.
        // A range has none; whether all bytes have come is checked here.
        var all = obj.Size > 0 ? new ByteRange(0, obj.Size.Value - 1) : null;
        var response = await GetAsync(endpoint, at, obj.Version, obj.Etag, all, cancellationToken);
        return new S3ReadStream(endpoint, at, obj.Version, response);
    }

    /// <param name="window">Where the first answer begins, and how many bytes it has; the rest is asked for when it is read.</param>
    public static async Task<S3ReadStream> OpenRangeAsync(
        S3Endpoint endpoint, S3Location at, ObjectRef obj, (long Offset, long Length) window, CancellationToken cancellationToken)
    {
        try
        {
            var range = new ByteRange(window.Offset, window.Offset + Math.Min(Math.Max(window.Length, 1), long.MaxValue - window.Offset) - 1);
            return new S3ReadStream(endpoint, at, obj.Version, await GetAsync(endpoint, at, obj.Version, obj.Etag, range, cancellationToken));
        }
        catch (ServerException e) when (e.InnerException is AmazonServiceException { StatusCode: HttpStatusCode.RequestedRangeNotSatisfiable })
        {
            // No byte is there, as in an empty object: only a request without a range is answered.
            var stream = await OpenAsync(endpoint, at, obj, cancellationToken);
            stream.Position = window.Offset;
            return stream;
        }
    }

    protected override async Task<Stream> OpenAtAsync(long position, CancellationToken cancellationToken)
    {
        _response = await GetAsync(_endpoint, _at, _version, _etag, new ByteRange(position, Length - 1), cancellationToken);
        return _response.ResponseStream;
    }

    protected override void Close(Stream opened)
    {
        _response?.Dispose();
        _response = null;
    }

    protected override ServerException Translate(Exception e) => S3Errors.Translate(e, _at, _endpoint);

    /// <summary>Where an answer begins in the object, and how long the object is: <c>bytes 0-99/1234</c>.</summary>
    private static (long Start, long Length) Place(GetObjectResponse response) =>
        response.ContentRange is { } range
        && ContentRangeHeaderValue.TryParse(range, out var parsed)
        && parsed is { From: { } from, Length: { } length }
            ? (from, length)
            : (0, response.ContentLength);

    private static Task<GetObjectResponse> GetAsync(
        S3Endpoint endpoint, S3Location at, string? version, string? etag, ByteRange? range, CancellationToken cancellationToken)
    {
        // A version's bytes never change; and some services compare If-Match with the latest version. Ceph wants the etag without quotes.
        var request = new GetObjectRequest
        {
            BucketName = at.Bucket,
            Key = at.Key,
            VersionId = version,
            EtagToMatch = version is null ? etag : null,
            ByteRange = range,
        };
        return endpoint.CallAsync(at, client => client.GetObjectAsync(request, cancellationToken), cancellationToken);
    }
}
