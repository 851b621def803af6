using PostModern.Lake.Objects;

namespace PostModern.Lake.Copies;

/// <summary>Reads a store's objects through copies on this machine's disk, so that the next function, statement or process finds them there.</summary>
/// <remarks>Objects that are large, or that nothing pins, are read where they are.</remarks>
/// <param name="store">Where the objects are.</param>
/// <param name="copies">Takes the copies.</param>
internal sealed class CachedObjectStore(IObjectStore store, CopyCache copies) : IObjectStore
{
    /// <summary>What is larger is mostly read in part: a video's header, an archive's index.</summary>
    private const long LargestObject = 64L << 20;

    public IAsyncEnumerable<ObjectListing> ListAsync(string pattern, CancellationToken cancellationToken = default) => store.ListAsync(pattern, cancellationToken);

    public ValueTask<ObjectRef?> TryGetAsync(string uri, CancellationToken cancellationToken = default) => store.TryGetAsync(uri, cancellationToken);

    public async Task<Stream> OpenReadAsync(ObjectRef obj, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(obj);
        if (obj is not { Size: <= LargestObject } || (obj.Version ?? obj.Etag) is null)
        {
            return await store.OpenReadAsync(obj, cancellationToken);
        }

        var held = await copies.HoldAsync([obj], _ => store, cancellationToken);
        try
        {
            await held.FetchAsync(cancellationToken);
            return new CopyStream(held.Copies[0].Path, held);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    public Task<Stream> OpenRangeAsync(ObjectRef obj, long offset, long length, CancellationToken cancellationToken = default) =>
        store.OpenRangeAsync(obj, offset, length, cancellationToken);

    public Task PutAsync(string uri, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default) => store.PutAsync(uri, content, cancellationToken);

    public Task UploadAsync(string path, string uri, CancellationToken cancellationToken = default) => store.UploadAsync(path, uri, cancellationToken);

    public Task<bool> PutIfAbsentAsync(string uri, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default) =>
        store.PutIfAbsentAsync(uri, content, cancellationToken);

    public Task<ObjectRef> SealAsync(string uri, CancellationToken cancellationToken = default) => store.SealAsync(uri, cancellationToken);

    public Task DeleteAsync(string uri, CancellationToken cancellationToken = default) => store.DeleteAsync(uri, cancellationToken);

    public Task MakeFolderAsync(string uri, CancellationToken cancellationToken = default) => store.MakeFolderAsync(uri, cancellationToken);

    public Task CopyAsync(ObjectRef source, string uri, CancellationToken cancellationToken = default) => store.CopyAsync(source, uri, cancellationToken);

    /// <summary>A copy that is read; it stays as long as the stream is open.</summary>
    private sealed class CopyStream(string path, HeldCopies held)
        : FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, useAsync: true)
    {
        protected override void Dispose(bool disposing)
        {
            base.Dispose(disposing);
            held.Dispose();
        }

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            held.Dispose();
        }
    }
}
