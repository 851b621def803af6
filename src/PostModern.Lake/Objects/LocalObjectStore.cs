using System.Runtime.CompilerServices;
using PostModern.Arrow.Errors;

namespace PostModern.Lake.Objects;

/// <summary>Files on this machine's disks as objects.</summary>
/// <param name="root">Where relative paths start; the process's working folder when null.</param>
/// <remarks>There are no version ids: a file is pinned by its modification time, size and inode.</remarks>
public sealed class LocalObjectStore(string? root = null) : IObjectStore
{
    private const int ListingsBetweenYields = 256;
    private readonly string _root = Path.GetFullPath(root ?? ".");

    public async IAsyncEnumerable<ObjectListing> ListAsync(
        string pattern, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var count = 0;
        foreach (var listing in List(ObjectUri.ToText(pattern)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return listing;
            if (++count % ListingsBetweenYields == 0)
            {
                await Task.Yield();
            }
        }
    }

    public async ValueTask<ObjectRef?> TryGetAsync(string uri, CancellationToken cancellationToken = default)
    {
        var path = ObjectUri.ToPath(uri, _root);
        var stamp = FileStamp.Of(path);
        if (stamp.IsMissing || stamp.IsFolder)
        {
            return null;
        }

        ThrowIfUnreadable(path, stamp);
        var obj = Reference(path, stamp);
        return obj.ContentType is null ? obj with { ContentType = await SniffAsync(path, cancellationToken) } : obj;
    }

    public Task<Stream> OpenReadAsync(ObjectRef obj, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(obj);
        cancellationToken.ThrowIfCancellationRequested();
        var path = ObjectUri.ToPath(obj.Uri, _root);
        var stream = OpenExisting(path);
        var etag = FileStamp.Of(stream.SafeFileHandle, path).Etag;
        if (obj.Etag is null || obj.Etag == etag)
        {
            return Task.FromResult<Stream>(stream);
        }

        stream.Dispose();
        throw new ServerException(
            ErrorCode.Conflict,
            $"'{path}' has changed since it was listed (etag was {obj.Etag}, is {etag}). List it again to read its present bytes.");
    }

    public async Task PutAsync(string uri, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default)
    {
        var path = ObjectUri.ToPath(uri, _root);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await AtomicFile.ReplaceAsync(path, content, cancellationToken);
    }

    public async Task<bool> PutIfAbsentAsync(string uri, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default)
    {
        var path = ObjectUri.ToPath(uri, _root);
        try
        {
            return await AtomicFile.CreateAsync(path, content, cancellationToken);
        }
        catch (DirectoryNotFoundException e)
        {
            throw new ServerException(ErrorCode.NotFound, $"The folder of '{path}' does not exist (any more).", e);
        }
    }

    public Task<ObjectRef> SealAsync(string uri, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var path = ObjectUri.ToPath(uri, _root);
        using var stream = OpenExisting(path, FileAccess.ReadWrite);
        stream.Flush(flushToDisk: true);
        AtomicFile.SyncFolder(Path.GetDirectoryName(path)!);
        return Task.FromResult(Reference(path, FileStamp.Of(stream.SafeFileHandle, path)));
    }

    public Task DeleteAsync(string uri, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var path = ObjectUri.ToPath(uri, _root);
        if (!FileStamp.Of(path, followLinks: false).IsMissing)
        {
            File.Delete(path);
        }

        return Task.CompletedTask;
    }

    public Task MakeFolderAsync(string uri, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var path = ObjectUri.ToPath(uri, _root);
        if (!Directory.Exists(Path.GetDirectoryName(path)))
        {
            throw new ServerException(ErrorCode.NotFound, $"The folder of '{path}' does not exist (any more).");
        }

        Directory.CreateDirectory(path);
        return Task.CompletedTask;
    }

    public async Task CopyAsync(ObjectRef source, string uri, CancellationToken cancellationToken = default)
    {
        var path = ObjectUri.ToPath(uri, _root);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await using var from = await OpenReadAsync(source, cancellationToken);
        await using var to = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, useAsync: false);
        await from.CopyToAsync(to, 1 << 20, cancellationToken);
    }

    internal static ObjectRef Reference(string path, FileStamp stamp) => new(
        ObjectUri.FromPath(path), null, stamp.Etag, stamp.Size, ContentTypes.FromExtension(path), stamp.Modified);

    private IEnumerable<ObjectListing> List(string pattern)
    {
        var stamp = FileStamp.Of(Path.GetFullPath(pattern, _root));
        if (stamp is { Exists: true, IsFolder: false })
        {
            // A name that merely looks like a pattern ("scan[1].jpg") means itself when it exists.
            var path = Path.GetFullPath(pattern, _root);
            return [ObjectListing.Of(pattern, Reference(path, stamp))];
        }

        var patterns = GlobPattern.Parse(stamp.Exists ? GlobPattern.Escape(pattern.TrimEnd('/')) + "/" : pattern);
        var listings = patterns.SelectMany(Walk);
        return patterns.Count == 1 ? listings : listings.DistinctBy(l => l.Path);
    }

    private IEnumerable<ObjectListing> Walk(GlobPattern pattern)
    {
        var folder = Path.GetFullPath(pattern.Root, _root);
        var stamp = FileStamp.Of(folder);
        if (stamp.IsMissing || pattern.Segments is [{ IsLiteral: true, Text: var name }] && FileStamp.Of(Path.Combine(folder, name)).IsMissing)
        {
            var missing = stamp.IsMissing ? folder : Path.Combine(folder, pattern.Segments[0].Text);
            throw new ServerException(ErrorCode.NotFound, $"There is no file or folder '{missing}'.");
        }

        ThrowIfUnreadable(folder, stamp);
        return new LocalWalk(pattern.Segments, LocalWalk.ReadFolder).Below(folder, pattern.Root);
    }

    private static FileStream OpenExisting(string path, FileAccess access = FileAccess.Read)
    {
        try
        {
            return new FileStream(path, FileMode.Open, access, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, useAsync: false);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ServerException(ErrorCode.NotFound, $"There is no file '{path}'.", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new ServerException(ErrorCode.PermissionDenied, $"Cannot read '{path}': {e.Message}", e);
        }
    }

    private static void ThrowIfUnreadable(string path, FileStamp stamp)
    {
        if (!stamp.Exists)
        {
            var code = stamp.Error == Posix.EACCES ? ErrorCode.PermissionDenied : ErrorCode.InvalidInput;
            throw new ServerException(code, $"Cannot read '{path}': {Posix.Describe(stamp.Error)}.");
        }
    }

    private static async Task<string?> SniffAsync(string path, CancellationToken cancellationToken)
    {
        var head = new byte[ContentTypes.BytesNeeded];
        await using var stream = OpenExisting(path);
        var length = await stream.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken);
        return ContentTypes.FromBytes(head.AsSpan(0, length));
    }
}
