using PostModern.Lake.Objects;

namespace PostModern.Tests.Lake.Catalog;

/// <summary>The local disk, with a note of what was opened.</summary>
internal sealed class CountingStore : IObjectStore
{
    private readonly LocalObjectStore _disk = new();

    public List<string> Opened { get; } = [];

    public IAsyncEnumerable<ObjectListing> ListAsync(string pattern, CancellationToken cancellationToken = default) =>
        _disk.ListAsync(pattern, cancellationToken);

    public ValueTask<ObjectRef?> TryGetAsync(string uri, CancellationToken cancellationToken = default) => _disk.TryGetAsync(uri, cancellationToken);

    public Task<Stream> OpenReadAsync(ObjectRef obj, CancellationToken cancellationToken = default)
    {
        Opened.Add(Path.GetFileName(obj.Uri));
        return _disk.OpenReadAsync(obj, cancellationToken);
    }

    public Task PutAsync(string uri, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default) =>
        _disk.PutAsync(uri, content, cancellationToken);

    public Task<bool> PutIfAbsentAsync(string uri, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default) =>
        _disk.PutIfAbsentAsync(uri, content, cancellationToken);

    public Task<ObjectRef> SealAsync(string uri, CancellationToken cancellationToken = default) => _disk.SealAsync(uri, cancellationToken);

    public Task DeleteAsync(string uri, CancellationToken cancellationToken = default) => _disk.DeleteAsync(uri, cancellationToken);
}
