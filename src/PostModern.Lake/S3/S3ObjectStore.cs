using Amazon.S3;
using Amazon.S3.Model;
using Amazon.S3.Transfer;
using PostModern.Arrow.Errors;
using PostModern.Lake.Objects;

namespace PostModern.Lake.S3;

/// <summary>Objects in the buckets of one S3 service.</summary>
/// <remarks>An object is pinned by its version id where the bucket is versioned, else by its etag.</remarks>
public sealed class S3ObjectStore : IObjectStore, IDisposable
{
    private const int MostRaces = 8;

    /// <summary>Of Amazon's CopyObject; other services follow it.</summary>
    private const long LargestCopy = 5L << 30;

    private readonly S3Endpoint _endpoint;
    private readonly S3ConditionalWrites _conditionalWrites;

    /// <param name="options">Which service.</param>
    public S3ObjectStore(S3Options options)
        : this(new S3Endpoint(options))
    {
    }

    /// <param name="connection">The name of the connection that leads there.</param>
    /// <param name="find">Looks it up, at the first request.</param>
    internal S3ObjectStore(string connection, Func<Task<S3Options>> find)
        : this(new S3Endpoint(connection, find))
    {
    }

    private S3ObjectStore(S3Endpoint endpoint)
    {
        _endpoint = endpoint;
        _conditionalWrites = new S3ConditionalWrites(endpoint);
    }

    /// <summary>The service's address as messages name it.</summary>
    public string EndpointName => _endpoint.Name;

    /// <summary>Whether the connection could not be looked up; it never can be here, then.</summary>
    internal bool HasFailedToConnect => _endpoint.HasFailed;

    public IAsyncEnumerable<ObjectListing> ListAsync(string pattern, CancellationToken cancellationToken = default) =>
        ListAsync(pattern, S3ListOptions.Default, cancellationToken);

    /// <param name="options">What else to list than the present objects from the first on.</param>
    /// <inheritdoc cref="ListAsync(string, CancellationToken)"/>
    public IAsyncEnumerable<ObjectListing> ListAsync(string pattern, S3ListOptions options, CancellationToken cancellationToken = default) =>
        new S3Listing(new S3Pages(_endpoint, options), pattern).ReadAsync(cancellationToken);

    public async ValueTask<ObjectRef?> TryGetAsync(string uri, CancellationToken cancellationToken = default)
    {
        var at = S3Location.ParseObject(uri);
        return await _endpoint.CallAsync(at, client => HeadAsync(client, at, cancellationToken), cancellationToken);
    }

    public async Task<Stream> OpenReadAsync(ObjectRef obj, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(obj);
        return await S3ReadStream.OpenAsync(_endpoint, S3Location.ParseObject(obj.Uri), obj, cancellationToken);
    }

    public async Task<Stream> OpenRangeAsync(ObjectRef obj, long offset, long length, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(obj);
        return await S3ReadStream.OpenRangeAsync(_endpoint, S3Location.ParseObject(obj.Uri), obj, (offset, length), cancellationToken);
    }

    public async Task PutAsync(string uri, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default)
    {
        var at = S3Location.ParseObject(uri);
        await _endpoint.CallAsync(at, client => client.PutObjectAsync(S3Requests.Put(at, content), cancellationToken), cancellationToken);
    }

    public async Task<bool> PutIfAbsentAsync(string uri, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default)
    {
        var at = S3Location.ParseObject(uri);
        await _conditionalWrites.CheckAsync(at, cancellationToken);
        for (var races = 1; ; races++)
        {
            try
            {
                return await _endpoint.CallAsync(at, client => S3Requests.PutIfAbsentAsync(client, at, content, cancellationToken), cancellationToken);
            }
            catch (ServerException e) when (e.Code == ErrorCode.Conflict && races < MostRaces)
            {
                // The service saw two at once and took neither of them for the first.
                await Task.Delay(Random.Shared.Next(10, 50 * races), cancellationToken);
            }
        }
    }

    public async Task<ObjectRef> SealAsync(string uri, CancellationToken cancellationToken = default) =>
        await TryGetAsync(uri, cancellationToken) ?? throw S3Errors.Missing(uri);

    public async Task DeleteAsync(string uri, CancellationToken cancellationToken = default)
    {
        var at = S3Location.ParseObject(uri);
        await _endpoint.CallAsync(at, client => client.DeleteObjectAsync(at.Bucket, at.Key, cancellationToken), cancellationToken);
    }

    /// <remarks>The service copies; nothing comes through here. One copy takes at most 5 GB.</remarks>
    /// <inheritdoc/>
    public async Task CopyAsync(ObjectRef source, string uri, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (source.Size > LargestCopy)
        {
            throw new ServerException(
                ErrorCode.Unsupported,
                $"'{source.Uri}' has {source.Size} bytes; S3 services copy at most {LargestCopy} at once. Make smaller files with OPTIMIZE, or clone SHALLOW.");
        }

        var from = S3Location.ParseObject(source.Uri);
        var request = S3Requests.Copy(from, source, S3Location.ParseObject(uri));
        await _endpoint.CallAsync(from, client => client.CopyObjectAsync(request, cancellationToken), cancellationToken);
    }

    /// <summary>Copies a local file into the bucket, large ones in parts; a failure leaves no object and no parts.</summary>
    public async Task UploadAsync(string path, string uri, CancellationToken cancellationToken = default)
    {
        var at = S3Location.ParseObject(uri);
        await _endpoint.CallAsync(
            at,
            async client =>
            {
                using var transfer = new TransferUtility(client);
                await transfer.UploadAsync(path, at.Bucket, at.Key, cancellationToken);
                return true;
            },
            cancellationToken);
    }

    /// <summary>Whether the bucket is there and may be listed.</summary>
    /// <exception cref="ServerException">What is in the way, and what to set.</exception>
    public async Task CheckAsync(string uri, CancellationToken cancellationToken = default)
    {
        var at = S3Location.Parse(uri);
        var request = new ListObjectsV2Request { BucketName = at.Bucket, MaxKeys = 1 };
        await _endpoint.CallAsync(at, client => client.ListObjectsV2Async(request, cancellationToken), cancellationToken);
    }

    public void Dispose() => _endpoint.Dispose();

    private static async Task<ObjectRef?> HeadAsync(AmazonS3Client client, S3Location at, CancellationToken cancellationToken)
    {
        try
        {
            var head = await client.GetObjectMetadataAsync(at.Bucket, at.Key, cancellationToken);
            return S3Requests.Reference(at, head.ContentLength, head.ETag, head.VersionId, head.LastModified, head.Headers.ContentType);
        }
        catch (AmazonS3Exception e) when (S3Errors.IsMissing(e))
        {
            return null;
        }
    }
}
