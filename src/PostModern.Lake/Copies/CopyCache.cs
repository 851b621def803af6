using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Win32.SafeHandles;
using PostModern.Arrow.Errors;
using PostModern.Lake.Objects;

namespace PostModern.Lake.Copies;

/// <summary>Copies on this machine's disk of objects that lie elsewhere: of all their bytes, or of those that were needed.</summary>
/// <remarks>
/// Several processes may share the folder. A copy belongs to the bytes that a reference pins, so it is never out of date. Beyond the cache's
/// size the copies that were unused longest are dropped, but none that somebody holds: while all are held it grows.
/// </remarks>
[SuppressMessage("Design", "CA1001", Justification = "Semaphores whose wait handle nobody asks for hold nothing.")]
public sealed class CopyCache
{
    /// <summary>Requests at a time, of all statements together: enough to fill a link whose answers take a while.</summary>
    internal const int Downloads = 16;

    private const int Buffer = 256 * 1024;

    private readonly CopyLocks _locks;
    private readonly CopyEviction _eviction;
    private readonly SemaphoreSlim _downloads = new(Downloads);
    private readonly SemaphoreSlim[] _fetches = [.. Enumerable.Range(0, 256).Select(_ => new SemaphoreSlim(1))];

    /// <param name="folder">The folder of the copies; made when missing.</param>
    /// <param name="mostBytes">The size that they may have together; with 0 they are dropped as soon as nobody holds them.</param>
    public CopyCache(string folder, long mostBytes)
    {
        Folder = Path.GetFullPath(folder);
        _locks = new CopyLocks(Folder);
        _eviction = new CopyEviction(Folder, _locks, mostBytes);
    }

    /// <summary>The folder of the copies, absolute.</summary>
    public string Folder { get; }

    /// <summary>The copies of objects, which stay until the result is disposed. Nothing is fetched yet.</summary>
    /// <param name="objects">Pinned references with sizes.</param>
    /// <param name="storeOf">Finds the store of a URI.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    public async Task<HeldCopies> HoldAsync(IEnumerable<ObjectRef> objects, Func<string, IObjectStore> storeOf, CancellationToken cancellationToken = default)
    {
        var copies = objects.Select(o => (Folder: CopyPath.FolderOf(o), Object: o)).ToList();
        var held = await HoldAsync(copies.Select(c => c.Folder), cancellationToken);
        return new HeldCopies(held, [.. copies.Select(c => CopyOf(c.Folder, CopyPath.OfObject(c.Object.Uri), c.Object, storeOf(c.Object.Uri)))]);
    }

    /// <summary>The same objects, of which small ones are read through copies.</summary>
    public IObjectStore Through(IObjectStore store) => new CachedObjectStore(store, this);

    internal Task<IDisposable> HoldAsync(IEnumerable<string> folders, CancellationToken cancellationToken) => _locks.HoldAsync(folders, cancellationToken);

    internal ObjectCopy CopyOf(string folder, string path, ObjectRef source, IObjectStore store) => new(Path.Combine(Folder, folder, path), source, store, this);

    /// <summary>Counts bytes that came in, and drops copies that are too many.</summary>
    internal void Added(long bytes) => _eviction.Added(bytes);

    /// <summary>Lets one fetch of a copy end before the next one looks what is missing.</summary>
    internal async Task<IDisposable> FetchAloneAsync(string path, CancellationToken cancellationToken)
    {
        var fetch = _fetches[(uint)path.GetHashCode(StringComparison.Ordinal) % _fetches.Length];
        await fetch.WaitAsync(cancellationToken);
        return new Turn(fetch);
    }

    /// <summary>Keeps other processes from beginning a copy in the same folder until the result is disposed.</summary>
    internal Task<IDisposable> BeginAloneAsync(string path, CancellationToken cancellationToken) =>
        _locks.BeginAloneAsync(Path.GetRelativePath(Folder, path), cancellationToken);

    /// <summary>Writes a range of an object to where it belongs in a file.</summary>
    internal async Task DownloadAsync(IObjectStore store, ObjectRef source, ByteRange range, SafeFileHandle file, CancellationToken cancellationToken)
    {
        await _downloads.WaitAsync(cancellationToken);
        var buffer = ArrayPool<byte>.Shared.Rent(Buffer);
        try
        {
            await using var stream = await store.OpenRangeAsync(source, range.Start, range.Length, cancellationToken);
            for (var at = range.Start; at < range.End;)
            {
                var read = await stream.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, range.End - at)), cancellationToken);
                if (read == 0)
                {
                    throw new ServerException(ErrorCode.Conflict, $"'{source.Uri}' ends at byte {at}, before the {source.Size} bytes that it should have. List it again to read its present bytes.");
                }

                await RandomAccess.WriteAsync(file, buffer.AsMemory(0, read), at, cancellationToken);
                at += read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            _downloads.Release();
        }
    }

    internal ServerException Failed(string uri, IOException e) => new(
        ErrorCode.ResourceExhausted,
        $"'{uri}' can't be copied into '{Folder}': {e.Message} Free space there, or choose another folder with --cache.", e);

    private sealed class Turn(SemaphoreSlim fetch) : IDisposable
    {
        public void Dispose() => fetch.Release();
    }
}
