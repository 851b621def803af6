using PostModern.Arrow.Errors;

namespace PostModern.Lake.Objects;

/// <summary>One kind of place where objects live. Stores are stateless and safe for concurrent use.</summary>
/// <remarks>A URI may be a bare path where the store is the local disk. All failures are <see cref="ServerException"/>s.</remarks>
public interface IObjectStore
{
    /// <summary>Lists what matches <paramref name="pattern"/> (see <see cref="GlobPattern"/>) while the caller reads; reads no bodies.</summary>
    /// <remarks>A pattern that names a folder means everything below it. What can't be read becomes a row with an error.</remarks>
    /// <exception cref="ServerException">NotFound, PermissionDenied: the pattern's literal root doesn't exist or can't be read.</exception>
    IAsyncEnumerable<ObjectListing> ListAsync(string pattern, CancellationToken cancellationToken = default);

    /// <summary>The present state of an object; null when there is none.</summary>
    ValueTask<ObjectRef?> TryGetAsync(string uri, CancellationToken cancellationToken = default);

    /// <summary>Opens the bytes that <paramref name="obj"/> pins; the caller disposes the stream.</summary>
    /// <exception cref="ServerException">NotFound: it is gone. Conflict: its bytes are no longer the pinned ones.</exception>
    Task<Stream> OpenReadAsync(ObjectRef obj, CancellationToken cancellationToken = default);

    /// <summary>As <see cref="OpenReadAsync"/>, at <paramref name="offset"/>, for a caller that means to read about <paramref name="length"/> bytes: no more are asked for at first.</summary>
    /// <remarks>The stream is still the whole object: its length is the object's, and it can be read on.</remarks>
    async Task<Stream> OpenRangeAsync(ObjectRef obj, long offset, long length, CancellationToken cancellationToken = default)
    {
        var stream = await OpenReadAsync(obj, cancellationToken);
        stream.Position = offset;
        return stream;
    }

    /// <summary>Writes an object whole or not at all, replacing what was there; makes folders as needed.</summary>
    Task PutAsync(string uri, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default);

    /// <summary>Copies a file of this machine's disk into the store, whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="uri">The object to write.</param>
    /// <param name="cancellationToken">Stops it.</param>
    async Task UploadAsync(string path, string uri, CancellationToken cancellationToken = default) =>
        await PutAsync(uri, await File.ReadAllBytesAsync(path, cancellationToken), cancellationToken);

    /// <summary>Writes an object whole, unless one exists: of many concurrent callers exactly one gets true.</summary>
    /// <remarks>Makes no folder: a commit must fail, not resurrect a dataset that was dropped meanwhile.</remarks>
    /// <returns>False when the object exists already; it is untouched then.</returns>
    /// <exception cref="ServerException">NotFound: the folder doesn't exist.</exception>
    Task<bool> PutIfAbsentAsync(string uri, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default);

    /// <summary>Makes sure that an object that someone else wrote survives a power cut, and returns its state.</summary>
    /// <exception cref="ServerException">NotFound: there is no such object.</exception>
    Task<ObjectRef> SealAsync(string uri, CancellationToken cancellationToken = default);

    /// <summary>Removes an object; one that doesn't exist is no error.</summary>
    Task DeleteAsync(string uri, CancellationToken cancellationToken = default);

    /// <summary>Makes a folder in one that exists; a store without folders has nothing to make.</summary>
    /// <exception cref="ServerException">NotFound: the folder that it belongs in doesn't exist.</exception>
    Task MakeFolderAsync(string uri, CancellationToken cancellationToken = default) => Task.CompletedTask;

    /// <summary>Writes the bytes that <paramref name="source"/> pins as a new object of this store, making folders as needed.</summary>
    /// <exception cref="ServerException">NotFound: the source is gone. Conflict: its bytes are no longer the pinned ones.</exception>
    async Task CopyAsync(ObjectRef source, string uri, CancellationToken cancellationToken = default) =>
        await PutAsync(uri, await this.ReadAsync(source, cancellationToken: cancellationToken), cancellationToken);
}
