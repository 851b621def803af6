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

    private S3ReadStream(S3Endpoint endpoint, S3Location at, string? version, string? etag, long length)
        : base(length)
    {
        _endpoint = endpoint;
        _at = at;
        _version = version;
        _etag = etag;
    }

    public static async Task<S3ReadStream> OpenAsync(S3Endpoint endpoint, S3Location at, ObjectRef obj, CancellationToken cancellationToken)
    {
        var response = await GetAsync(endpoint, at, obj.Version, obj.Etag, null, cancellationToken);
        var stream = new S3ReadStream(endpoint, at, obj.Version, response.ETag?.Trim('"'), response.ContentLength) { _response = response };
        stream.Begin(response.ResponseStream);
        return stream;
    }

    /// <summary>The object up to <paramref name="end"/>, standing at <paramref name="start"/>. It is asked for when it is read.</summary>
    public static S3ReadStream OfRange(S3Endpoint endpoint, S3Location at, ObjectRef obj, long start, long end) =>
        new(endpoint, at, obj.Version, obj.Etag, end) { Position = start };

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
