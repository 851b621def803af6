using PostModern.Lake.Objects;

namespace PostModern.Lake.S3;

/// <summary>Data files in buckets, with copies of those in use on this machine's disk.</summary>
/// <remarks>
/// Several processes may share the folder. A copy gets its name when it is complete; each table's copies lie in one folder, which its users
/// hold by a lock that ends with the process at the latest. Beyond its size the cache drops the copies that were unused longest, but none
/// of a table that somebody holds: while all are held it grows.
/// </remarks>
/// <param name="store">Where the files are.</param>
/// <param name="folder">The folder of the copies; made when missing.</param>
/// <param name="mostBytes">The size that the copies may have together.</param>
internal sealed class CachedDataFiles(S3ObjectStore store, string folder, long mostBytes) : IDataFiles
{
    private const int Downloads = 16;

    private readonly CacheEviction _eviction = new(folder, mostBytes);

    public bool IsRemote => true;

    public string PathOf(string location, string path) => CacheFolder.Of(folder, location).PathOf(path);

    public async Task<IDisposable> FetchAsync(
        string location, IEnumerable<(string Path, long Size)> files, CancellationToken cancellationToken)
    {
        var cached = CacheFolder.Of(folder, location);
        var pin = cached.Hold();
        try
        {
            var missing = files.Where(f => !cached.TryTouch(f.Path, f.Size)).ToList();
            await Parallel.ForEachAsync(
                missing,
                new ParallelOptions { MaxDegreeOfParallelism = Downloads, CancellationToken = cancellationToken },
                async (file, token) => await DownloadAsync(cached, location, file.Path, token));
            _eviction.Added(missing.Sum(f => f.Size));
            return pin;
        }
        catch
        {
            pin.Dispose();
            throw;
        }
    }

    public StagedFolder Stage(string location)
    {
        var cached = CacheFolder.Of(folder, location);
        var pin = cached.Hold();
        return new StagedFolder(cached.Path, StoreAsync, file => store.DeleteAsync(UriOf(location, file)), pin);

        // What was written stays as the copy of what was stored.
        async Task StoreAsync(string file, CancellationToken cancellationToken)
        {
            var path = cached.PathOf(file);
            await store.UploadAsync(path, UriOf(location, file), cancellationToken);
            _eviction.Added(new FileInfo(path).Length);
        }
    }

    private static string UriOf(string location, string path) => ObjectUri.SchemeOf(path).Length > 0 ? path : $"{location}/{path}";

    private async Task DownloadAsync(CacheFolder cached, string location, string path, CancellationToken cancellationToken)
    {
        var target = cached.PathOf(path);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        var temporary = Path.Combine(Path.GetDirectoryName(target)!, $"{AtomicFile.TemporaryPrefix}{Guid.NewGuid():N}");
        try
        {
            await using (var source = await store.OpenReadAsync(new ObjectRef(UriOf(location, path)), cancellationToken))
            await using (var copy = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                await source.CopyToAsync(copy, 1 << 20, cancellationToken);
            }

            File.Move(temporary, target, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
