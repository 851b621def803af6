using PostModern.Lake.Objects;
using PostModern.Tests.Lake.Archives;

namespace PostModern.Tests.Models.Media;

/// <summary>A bucket with one object, which counts the bytes that are read of it.</summary>
internal sealed class OneObjectStore(byte[] content) : IObjectStore
{
    private readonly List<CountedStream> _opened = [];

    public long BytesRead => _opened.Sum(s => s.BytesRead);

    public ValueTask<ObjectRef?> TryGetAsync(string uri, CancellationToken cancellationToken = default) =>
        new(new ObjectRef(uri, Etag: "1", Size: content.Length));

    public Task<Stream> OpenReadAsync(ObjectRef obj, CancellationToken cancellationToken = default)
    {
        _opened.Add(new CountedStream(content));
        return Task.FromResult<Stream>(_opened[^1]);
    }

    public IAsyncEnumerable<ObjectListing> ListAsync(string pattern, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task PutAsync(string uri, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<bool> PutIfAbsentAsync(string uri, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<ObjectRef> SealAsync(string uri, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task DeleteAsync(string uri, CancellationToken cancellationToken = default) => throw new NotSupportedException();
}
