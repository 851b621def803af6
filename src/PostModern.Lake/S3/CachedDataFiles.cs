using PostModern.Lake.Copies;
using PostModern.Lake.Objects;

namespace PostModern.Lake.S3;

/// <summary>Data files in buckets, with copies of those in use on this machine's disk. Each table's copies lie in one folder.</summary>
/// <param name="store">Where the files are.</param>
/// <param name="copies">The copies.</param>
internal sealed class CachedDataFiles(S3ObjectStore store, CopyCache copies) : IDataFiles
{
    public bool IsRemote => true;

    public string PathOf(string location, string path) => Path.Combine(copies.Folder, CopyPath.FolderOf(location), CopyPath.Of(path));

    public async Task<HeldCopies> HoldAsync(string location, IEnumerable<(string Path, long Size)> files, CancellationToken cancellationToken)
    {
        var folder = CopyPath.FolderOf(location);
        var hold = await copies.HoldAsync([folder], cancellationToken);
        return new HeldCopies(hold, [.. files.Select(f => copies.CopyOf(folder, CopyPath.Of(f.Path), new ObjectRef(UriOf(location, f.Path), Size: f.Size), store))]);
    }

    public async Task<StagedFolder> StageAsync(string location, CancellationToken cancellationToken)
    {
        var folder = CopyPath.FolderOf(location);
        var hold = await copies.HoldAsync([folder], cancellationToken);
        var path = Directory.CreateDirectory(Path.Combine(copies.Folder, folder)).FullName;
        return new StagedFolder(path, StoreAsync, file => store.DeleteAsync(UriOf(location, file)), hold);

        // What was written stays as the copy of what was stored.
        async Task StoreAsync(string file, CancellationToken token)
        {
            var written = Path.Combine(path, CopyPath.Of(file));
            await store.UploadAsync(written, UriOf(location, file), token);
            copies.Added(new FileInfo(written).Length);
        }
    }

    private static string UriOf(string location, string path) => ObjectUri.SchemeOf(path).Length > 0 ? path : $"{location}/{path}";
}
