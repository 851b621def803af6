using System.Runtime.CompilerServices;
using PostModern.Arrow.Errors;

namespace PostModern.Lake.Objects;

/// <summary>Files on this machine's disks as objects.</summary>
/// <param name="root">Where relative paths start; the process's working folder when null.</param>
/// <param name="allowed">Where files may be; anywhere when null.</param>
/// <remarks>There are no version ids: a file is pinned by its modification time, size and inode.</remarks>
public sealed class LocalObjectStore(string? root = null, AllowedFolders? allowed = null) : IObjectStore
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
        var path = PathOf(uri);
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
        var path = PathOf(obj.Uri);
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
        var path = PathOf(uri);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await AtomicFile.ReplaceAsync(path, content, cancellationToken);
    }

    public async Task<bool> PutIfAbsentAsync(string uri, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default)
    {
        var path = PathOf(uri);
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
        var path = PathOf(uri);
        using var stream = OpenExisting(path, FileAccess.ReadWrite);
        stream.Flush(flushToDisk: true);
        AtomicFile.SyncFolder(Path.GetDirectoryName(path)!);
        return Task.FromResult(Reference(path, FileStamp.Of(stream.SafeFileHandle, path)));
    }

    public Task DeleteAsync(string uri, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var path = PathOf(uri);
        if (!FileStamp.Of(path, followLinks: false).IsMissing)
        {
            File.Delete(path);
        }

        return Task.CompletedTask;
    }

    public Task MakeFolderAsync(string uri, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var path = PathOf(uri);
        if (!Directory.Exists(Path.GetDirectoryName(path)))
        {
            throw new ServerException(ErrorCode.NotFound, $"The folder of '{path}' does not exist (any more).");
        }

        Directory.CreateDirectory(path);
        return Task.CompletedTask;
    }

    public async Task CopyAsync(ObjectRef source, string uri, CancellationToken cancellationToken = default)
    {
        var path = PathOf(uri);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await using var from = await OpenReadAsync(source, cancellationToken);
        await using var to = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, useAsync: false);
        await from.CopyToAsync(to, 1 << 20, cancellationToken);
    }

    /// <summary>Whether a path names a file, and no folder.</summary>
    public bool IsFile(string uri) => FileStamp.Of(PathOf(uri)) is { Exists: true, IsFolder: false };

    private string PathOf(string uri)
    {
        var path = ObjectUri.ToPath(uri, _root);
        allowed?.Check(path);
        return path;
    }

    internal static ObjectRef Reference(string path, FileStamp stamp) => new(
        ObjectUri.FromPath(path), null, stamp.Etag, stamp.Size, ContentTypes.FromExtension(path), stamp.Modified);

    private IEnumerable<ObjectListing> List(string pattern)
    {
        var path = Path.GetFullPath(pattern, _root);
        var stamp = allowed?.Contains(path) == false ? new FileStamp { Error = Posix.ENOENT } : FileStamp.Of(path);
        if (stamp is { Exists: true, IsFolder: false })
        {
            // A name that merely looks like a pattern ("scan[1].jpg") means itself when it exists.
            return [ObjectListing.Of(pattern, Reference(path, stamp))];
        }

        var patterns = GlobPattern.Parse(stamp.Exists ? GlobPattern.Escape(pattern.TrimEnd('/')) + "/" : pattern);
        var listings = patterns.SelectMany(Walk);
        return patterns.Count == 1 ? listings : listings.DistinctBy(l => l.Path);
    }

    private IEnumerable<ObjectListing> Walk(GlobPattern pattern)
    {
        var folder = Path.GetFullPath(pattern.Root, _root);
        allowed?.Check(pattern.Segments is [{ IsLiteral: true, Text: var one }] ? Path.Combine(folder, one) : folder);
        var stamp = FileStamp.Of(folder);
        if (stamp.IsMissing || pattern.Segments is [{ IsLiteral: true, Text: var name }] && FileStamp.Of(Path.Combine(folder, name)).IsMissing)
        {
            var missing = stamp.IsMissing ? folder : Path.Combine(folder, pattern.Segments[0].Text);
            throw new ServerException(ErrorCode.NotFound, $"There is no file or folder '{missing}'.");
        }

        ThrowIfUnreadable(folder, stamp);
        return new LocalWalk(pattern.Segments, LocalWalk.ReadFolder, allowed).Below(folder, pattern.Root);
    }

    private FileStream OpenExisting(string path, FileAccess access = FileAccess.Read)
    {
        var stream = Open(path, access);
        try
        {
            allowed?.Check(stream.SafeFileHandle, path);
            return stream;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    private static FileStream Open(string path, FileAccess access)
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

    private async Task<string?> SniffAsync(string path, CancellationToken cancellationToken)
    {
        var head = new byte[ContentTypes.BytesNeeded];
        await using var stream = OpenExisting(path);
        var length = await stream.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken);
        return ContentTypes.FromBytes(head.AsSpan(0, length));
    }
}
