using System.Runtime.CompilerServices;
using PostModern.Arrow.Errors;
using PostModern.Lake.Objects;

namespace PostModern.Lake.Http;

/// <summary>What <c>http:</c> and <c>https:</c> links lead to, to be read only.</summary>
/// <remarks>
/// An object is pinned by a strong ETag, else by Last-Modified and length together. A server that tells neither can't be held to anything:
/// such an object's etag is NULL, and what is there at the time is read.
/// </remarks>
public sealed class HttpObjectStore : IObjectStore, IDisposable
{
    private readonly HttpRequests _requests;
    private readonly HttpProbe _probe;

    /// <param name="options">How patiently, how politely, and where to.</param>
    public HttpObjectStore(HttpOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _requests = new HttpRequests(options);
        _probe = new HttpProbe(_requests);
    }

    /// <summary>Finds out what is behind a link. A broken one is an answer, too: nothing is thrown but for a cancellation.</summary>
    /// <param name="link">The link as it was written.</param>
    /// <param name="hash">Whether to read the whole object for its hash.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task<HttpLink> AskAsync(string link, bool hash = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(link);
        return _probe.AskAsync(link, hash, cancellationToken);
    }

    /// <remarks>A link is one object: nothing in it is a wildcard.</remarks>
    /// <inheritdoc/>
    public async IAsyncEnumerable<ObjectListing> ListAsync(string pattern, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var link = await AskAsync(pattern, cancellationToken: cancellationToken);
        yield return link.ToListing();
    }

    public async ValueTask<ObjectRef?> TryGetAsync(string uri, CancellationToken cancellationToken = default)
    {
        var link = await AskAsync(uri, cancellationToken: cancellationToken);
        return link.Failure is null || link is { Status: 404 or 410 } ? link.Obj : throw link.Failure;
    }

    public async Task<Stream> OpenReadAsync(ObjectRef obj, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(obj);
        var uri = HttpLocation.Parse(obj.Uri);
        var answer = await _requests.GetAsync(uri, null, _requests.NewBudget(), cancellationToken);
        return await OpenAsync(obj, uri, answer, null, cancellationToken);
    }

    public async Task<Stream> OpenRangeAsync(ObjectRef obj, long offset, long length, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(obj);
        var uri = HttpLocation.Parse(obj.Uri);
        var answer = await _requests.SendAsync(new HttpAsk(HttpMethod.Get, uri, offset, offset + length - 1), _requests.NewBudget(), cancellationToken);
        return await OpenAsync(obj, uri, answer, (offset, offset + length), cancellationToken);
    }

    public Task PutAsync(string uri, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default) => throw ReadOnly(uri);

    public Task<bool> PutIfAbsentAsync(string uri, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default) => throw ReadOnly(uri);

    public async Task<ObjectRef> SealAsync(string uri, CancellationToken cancellationToken = default) =>
        await TryGetAsync(uri, cancellationToken) ?? throw new ServerException(ErrorCode.NotFound, $"There is no object '{uri}'.");

    public Task DeleteAsync(string uri, CancellationToken cancellationToken = default) => throw ReadOnly(uri);

    public Task MakeFolderAsync(string uri, CancellationToken cancellationToken = default) => throw ReadOnly(uri);

    public Task CopyAsync(ObjectRef source, string uri, CancellationToken cancellationToken = default) => throw ReadOnly(uri);

    public Task UploadAsync(string path, string uri, CancellationToken cancellationToken = default) => throw ReadOnly(uri);

    public void Dispose() => _requests.Dispose();

    private async Task<Stream> OpenAsync(ObjectRef obj, Uri uri, HttpAnswer answer, (long Start, long End)? range, CancellationToken cancellationToken)
    {
        try
        {
            answer.ThrowIfFailed();
            if (obj.Etag is { } pin && !answer.Validators.Match(pin, obj.Size, obj.Modified))
            {
                throw HttpErrors.Changed(uri, pin, answer.Validators.Pin);
            }
        }
        catch
        {
            answer.Dispose();
            throw;
        }

        return await HttpReadStream.OpenAsync(_requests, uri, answer, range, cancellationToken);
    }

    private static ServerException ReadOnly(string uri) =>
        new(ErrorCode.Unsupported, $"'{uri}' can't be written: links are only read. Write to a folder or to s3://bucket/key.");
}
