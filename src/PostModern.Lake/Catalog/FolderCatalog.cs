using PostModern.Arrow.Errors;
using PostModern.Lake.Delta;
using PostModern.Lake.Objects;

namespace PostModern.Lake.Catalog;

/// <summary>The datasets below one local folder: <c>root/schema/name/_delta_log</c>. The folder is the catalog, and a renamed folder is published.</summary>
/// <param name="root">The folder, absolute; made when the first dataset is.</param>
internal sealed class FolderCatalog(string root) : IWarehouseCatalog
{
    private const string DraftPrefix = ".creating-";
    private const string DroppedPrefix = ".dropped-";

    public Task<IReadOnlyList<string>> ListSchemasAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>([.. Folders(root)]);

    /// <summary>Looking takes no time here.</summary>
    public bool IsKnownSchema(string schema) => Folders(root).Contains(schema, StringComparer.OrdinalIgnoreCase);

    public Task<IReadOnlyList<CatalogEntry>> ListAsync(CancellationToken cancellationToken)
    {
        var datasets = new List<CatalogEntry>();
        foreach (var schema in Folders(root))
        {
            cancellationToken.ThrowIfCancellationRequested();
            datasets.AddRange(Folders(FolderOf(schema)).Order(StringComparer.Ordinal).Select(n => Find(schema, n)).OfType<CatalogEntry>());
        }

        return Task.FromResult<IReadOnlyList<CatalogEntry>>(datasets);
    }

    public Task<CatalogEntry?> FindAsync(string schema, string name, CancellationToken cancellationToken) => Task.FromResult(Find(schema, name));

    public Task<CatalogEntry> StartAsync(string schema, string name, CancellationToken cancellationToken)
    {
        var folder = FolderOf(schema);
        var draft = At(schema, name, Path.Combine(folder, $"{DraftPrefix}{Guid.NewGuid():N}"));
        Directory.CreateDirectory(Path.Combine(draft.Location, DeltaLog.FolderName));
        return Task.FromResult(draft);
    }

    public Task<CatalogEntry?> PublishAsync(CatalogEntry draft, CancellationToken cancellationToken)
    {
        if (Find(draft.Schema, draft.Name) is not null)
        {
            return Task.FromResult<CatalogEntry?>(null);
        }

        var schema = FolderOf(draft.Schema);
        var folder = Path.Combine(schema, FolderName.Of(draft.Name));
        try
        {
            // rename(2) refuses a folder that has content: of two creators one gets here first, whole.
            Directory.Move(draft.Location, folder);
        }
        catch (IOException) when (Directory.Exists(folder))
        {
            return Task.FromResult<CatalogEntry?>(null);
        }

        AtomicFile.SyncFolder(schema);
        return Task.FromResult<CatalogEntry?>(draft with { Location = folder });
    }

    public Task DiscardAsync(CatalogEntry draft)
    {
        if (Directory.Exists(draft.Location))
        {
            Directory.Delete(draft.Location, recursive: true);
        }

        return Task.CompletedTask;
    }

    public Task<bool> DropAsync(CatalogEntry dataset, CancellationToken cancellationToken)
    {
        var grave = Path.Combine(FolderOf(dataset.Schema), $"{DroppedPrefix}{Guid.NewGuid():N}");
        try
        {
            Directory.Move(dataset.Location, grave);
        }
        catch (DirectoryNotFoundException)
        {
            return Task.FromResult(false);
        }

        Directory.Delete(grave, recursive: true);
        return Task.FromResult(true);
    }

    public Task<CatalogEntry?> RenameAsync(CatalogEntry dataset, string name, CancellationToken cancellationToken) =>
        PublishAsync(dataset with { Name = name }, cancellationToken);

    public Task CreateSchemaAsync(string schema, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(FolderOf(schema));
        return Task.CompletedTask;
    }

    public Task<bool> DropSchemaAsync(string schema, CancellationToken cancellationToken)
    {
        var folder = FolderOf(schema);
        return Directory.Exists(folder)
            ? Task.FromResult(TryDelete(folder))
            : throw new ServerException(ErrorCode.NotFound, $"There is no schema '{schema}'.");
    }

    /// <summary>Deletes a schema's folder, and the leftovers of crashed drafts in it; a dataset made at this moment prevents it.</summary>
    private static bool TryDelete(string folder)
    {
        if (Folders(folder).Any())
        {
            return false;
        }

        foreach (var leftover in Directory.EnumerateDirectories(folder, ".*"))
        {
            Directory.Delete(leftover, recursive: true);
        }

        try
        {
            Directory.Delete(folder, recursive: false);
            return true;
        }
        catch (IOException) when (Directory.Exists(folder))
        {
            return false;
        }
    }

    private static IEnumerable<string> Folders(string folder) => !Directory.Exists(folder)
        ? []
        : Directory.EnumerateDirectories(folder).Select(f => Path.GetFileName(f)!).Where(f => f[0] != '.').Select(FolderName.ToName);

    /// <summary>The folder spelled like that, else one that differs only in case, else the one to make.</summary>
    private static string MatchFolder(string parent, string folder)
    {
        var exact = Path.Combine(parent, folder);
        return Directory.Exists(exact) || !Directory.Exists(parent)
            ? exact
            : Directory.EnumerateDirectories(parent)
                .FirstOrDefault(f => string.Equals(Path.GetFileName(f), folder, StringComparison.OrdinalIgnoreCase)) ?? exact;
    }

    private string FolderOf(string schema) => MatchFolder(root, FolderName.Of(schema));

    private CatalogEntry? Find(string schema, string name)
    {
        var folder = MatchFolder(FolderOf(schema), FolderName.Of(name));
        return Directory.Exists(Path.Combine(folder, DeltaLog.FolderName)) ? At(schema, FolderName.ToName(Path.GetFileName(folder)), folder) : null;
    }

    private CatalogEntry At(string schema, string name, string folder) => new(FolderName.ToName(Path.GetFileName(FolderOf(schema))), name, folder);
}
