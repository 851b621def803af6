using PostModern.Lake.Objects;

namespace PostModern.Tests.Lake.Copies;

/// <summary>Files of the local disk that are taken for remote objects, and how many of their bytes were asked for.</summary>
internal sealed class CountingStore(string folder) : IObjectStore
{
    private readonly LocalObjectStore _local = new(folder);
    private long _bytes;

    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>What happens before a range is read.</summary>
    public Func<Task> Before { get; set; } = () => Task.CompletedTask;

    public static ObjectRef Make(string folder, string name, int size, string etag = "1")
    {
        var bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        File.WriteAllBytes(Path.Combine(folder, name), bytes);
        return new ObjectRef($"s3://bucket/{name}", Etag: etag, Size: size);
    }

    public async Task<Stream> OpenRangeAsync(ObjectRef obj, long offset, long length, CancellationToken cancellationToken = default)
    {
        Interlocked.Add(ref _bytes, length);
        await Before();
        var stream = await _local.OpenReadAsync(new ObjectRef(Name(obj.Uri)), cancellationToken);
        stream.Position = offset;
        return stream;
    }

    public async Task<Stream> OpenReadAsync(ObjectRef obj, CancellationToken cancellationToken = default) =>
        await OpenRangeAsync(obj, 0, obj.Size ?? 0, cancellationToken);

    public IAsyncEnumerable<ObjectListing> ListAsync(string pattern, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public ValueTask<ObjectRef?> TryGetAsync(string uri, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task PutAsync(string uri, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<bool> PutIfAbsentAsync(string uri, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<ObjectRef> SealAsync(string uri, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task DeleteAsync(string uri, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    private static string Name(string uri) => uri["s3://bucket/".Length..];
}
