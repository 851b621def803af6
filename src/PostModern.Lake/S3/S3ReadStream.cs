using Amazon.S3.Model;
using PostModern.Lake.Objects;

namespace PostModern.Lake.S3;

/// <summary>The bytes of one object, pinned: seeking asks for another range of the same bytes, and so does a connection that broke.</summary>
internal sealed class S3ReadStream : Stream
{
    private const int MostReopenings = 4;
    private const int SkippedInPlace = 64 * 1024;

    private readonly S3Endpoint _endpoint;
    private readonly S3Location _at;
    private readonly string? _version;
    private readonly string? _etag;
    private GetObjectResponse? _response;
    private long _responsePosition;
    private long _position;

    private S3ReadStream(S3Endpoint endpoint, S3Location at, string? version, string? etag, long length)
    {
        _endpoint = endpoint;
        _at = at;
        _version = version;
        _etag = etag;
        Length = length;
    }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length { get; }

    public override long Position
    {
        get => _position;
        set => _position = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Before the first byte.");
    }

    public static async Task<S3ReadStream> OpenAsync(S3Endpoint endpoint, S3Location at, ObjectRef obj, CancellationToken cancellationToken)
    {
        var response = await GetAsync(endpoint, at, obj.Version, obj.Etag, null, cancellationToken);
        return new S3ReadStream(endpoint, at, obj.Version, response.ETag?.Trim('"'), response.ContentLength) { _response = response };
    }

    /// <summary>The object up to <paramref name="end"/>, standing at <paramref name="start"/>. It is asked for when it is read.</summary>
    public static S3ReadStream OfRange(S3Endpoint endpoint, S3Location at, ObjectRef obj, long start, long end) =>
        new(endpoint, at, obj.Version, obj.Etag, end) { _position = start };

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_position >= Length || buffer.Length == 0)
        {
            return 0;
        }

        for (var reopenings = 0; ; reopenings++)
        {
            try
            {
                var stream = await StreamAtPositionAsync(cancellationToken);
                var read = await stream.ReadAsync(buffer, cancellationToken);
                if (read == 0)
                {
                    throw new EndOfStreamException($"The answer ended at byte {_position} of {Length}.");
                }

                _position += read;
                _responsePosition = _position;
                return read;
            }
            catch (Exception e) when (e is IOException or HttpRequestException && !cancellationToken.IsCancellationRequested)
            {
                CloseResponse();
                if (reopenings == MostReopenings)
                {
                    throw S3Errors.Translate(e, _at, _endpoint);
                }
            }
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Objects in buckets are read asynchronously.");

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _position + offset,
        _ => Length + offset,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        CloseResponse();
        base.Dispose(disposing);
    }

    private async Task<Stream> StreamAtPositionAsync(CancellationToken cancellationToken)
    {
        if (_response is not null && _responsePosition <= _position && _position - _responsePosition <= SkippedInPlace)
        {
            await SkipAsync(_response.ResponseStream, _position - _responsePosition, cancellationToken);
        }
        else
        {
            CloseResponse();
            _response = await GetAsync(_endpoint, _at, _version, _etag, new ByteRange(_position, Length - 1), cancellationToken);
        }

        _responsePosition = _position;
        return _response.ResponseStream;
    }

    private static async Task SkipAsync(Stream stream, long count, CancellationToken cancellationToken)
    {
        if (count > 0)
        {
            await stream.ReadExactlyAsync(new byte[count], cancellationToken);
        }
    }

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

    private void CloseResponse()
    {
        _response?.Dispose();
        _response = null;
    }
}
