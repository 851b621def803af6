using PostModern.Arrow.Errors;
using PostModern.Lake.Objects;

namespace PostModern.Lake.Catalog;

/// <summary>The datasets below a prefix of a bucket.</summary>
/// <remarks>
/// A bucket can't rename a folder, so names and folders are apart. A dataset lies at <c>root/schema/name/id</c>, under an id that no other has;
/// who has a name is said by a small log, <c>root/_catalog/schema/name/00000001.json</c> and so on, whose last entry counts. Entries are put
/// if absent: a dataset appears complete and vanishes in one step, two makers of a name can't both win, and files of a dataset that is
/// gone are never mistaken for those of one that took its name.
/// </remarks>
/// <param name="store">Puts if absent.</param>
/// <param name="root">A URI without a trailing slash.</param>
internal sealed class BucketCatalog(IObjectStore store, string root) : IWarehouseCatalog
{
    private const int Deletions = 16;

    private readonly NameLog _names = new(store, $"{root}/_catalog");
    private volatile HashSet<string> _schemas = [];

    public async Task<IReadOnlyList<string>> ListSchemasAsync(CancellationToken cancellationToken) =>
        [.. (await ReadAllAsync(cancellationToken)).Select(n => n.Schema).Distinct(StringComparer.OrdinalIgnoreCase)];

    public bool IsKnownSchema(string schema) => _schemas.Contains(schema);

    public async Task<IReadOnlyList<CatalogEntry>> ListAsync(CancellationToken cancellationToken) =>
        [.. (await ReadAllAsync(cancellationToken)).Where(n => n.Name is not null).Select(Entry).OrderBy(e => e.Name, StringComparer.Ordinal)];

    public async Task<CatalogEntry?> FindAsync(string schema, string name, CancellationToken cancellationToken) =>
        await _names.ReadAsync(schema, name, cancellationToken) is { Taken: { } taken } ? Entry(taken) : null;

    public async Task<CatalogEntry> StartAsync(string schema, string name, CancellationToken cancellationToken) =>
        new(await SpellAsync(schema, cancellationToken), name, $"{root}/{FolderName.Of(schema)}/{FolderName.Of(name)}/{Guid.NewGuid():N}");

    public async Task<CatalogEntry?> PublishAsync(CatalogEntry draft, CancellationToken cancellationToken)
    {
        var taken = new TakenName(draft.Schema, draft.Name, draft.Location[(root.Length + 1)..]);
        return await _names.TakeAsync(taken, cancellationToken) ? draft : null;
    }

    public async Task DiscardAsync(CatalogEntry draft)
    {
        // A publication whose answer got lost has happened all the same.
        if (await FindAsync(draft.Schema, draft.Name, CancellationToken.None) is not { } published || published.Location != draft.Location)
        {
            await DeleteBelowAsync(draft.Location);
        }
    }

    public async Task<bool> DropAsync(CatalogEntry dataset, CancellationToken cancellationToken)
    {
        if (!await _names.FreeAsync(dataset.Schema, dataset.Name, dataset.Location[(root.Length + 1)..], cancellationToken))
        {
            return false;
        }

        await DeleteBelowAsync(dataset.Location);
        return true;
    }

    /// <summary>Freeing one name and taking another are two entries: a crash in between would leave the dataset with two names, or with none.</summary>
    public Task<CatalogEntry?> RenameAsync(CatalogEntry dataset, string name, CancellationToken cancellationToken) => throw new ServerException(
        ErrorCode.Unsupported,
        $"'{dataset.Name}' can't be renamed: in a bucket two names don't change in one step. Copy it with CREATE TABLE {name} CLONE {dataset.Name}, then drop it.");

    public async Task CreateSchemaAsync(string schema, CancellationToken cancellationToken)
    {
        await _names.TakeAsync(new TakenName(schema, null, null), cancellationToken);
        await ReadAllAsync(cancellationToken);
    }

    public async Task<bool> DropSchemaAsync(string schema, CancellationToken cancellationToken)
    {
        var all = await ReadAllAsync(cancellationToken);
        var inside = all.Where(n => n.Schema.Equals(schema, StringComparison.OrdinalIgnoreCase)).ToList();
        return inside.Exists(n => n.Name is not null)
            ? false
            : inside.Count > 0 && await _names.FreeAsync(schema, null, null, cancellationToken)
                ? true
                : throw new ServerException(ErrorCode.NotFound, $"There is no schema '{schema}'.");
    }

    private async Task<IReadOnlyList<TakenName>> ReadAllAsync(CancellationToken cancellationToken)
    {
        var all = await _names.ReadAllAsync(cancellationToken);
        _schemas = all.Select(n => n.Schema).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return all;
    }

    private CatalogEntry Entry(TakenName taken) => new(taken.Schema, taken.Name!, $"{root}/{taken.Folder}");

    private async Task<string> SpellAsync(string schema, CancellationToken cancellationToken) =>
        (await ListSchemasAsync(cancellationToken)).FirstOrDefault(s => s.Equals(schema, StringComparison.OrdinalIgnoreCase)) ?? schema;

    /// <summary>Nobody finds these files any more, so stopping half-way would only leave rubbish.</summary>
    private async Task DeleteBelowAsync(string location)
    {
        try
        {
            await Parallel.ForEachAsync(
                store.ListAsync($"{GlobPattern.Escape(location)}/**", CancellationToken.None),
                new ParallelOptions { MaxDegreeOfParallelism = Deletions },
                async (file, token) => await store.DeleteAsync(file.Obj!.Uri, token));
        }
        catch (ServerException e) when (e.Code == ErrorCode.NotFound)
        {
            // A draft that nothing was written for.
        }
    }
}
