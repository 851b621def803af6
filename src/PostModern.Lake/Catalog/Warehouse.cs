using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;
using PostModern.Lake.Delta;
using PostModern.Lake.Objects;

namespace PostModern.Lake.Catalog;

/// <summary>All datasets below one local folder: <c>root/schema/name/_delta_log</c>. The folder is the catalog.</summary>
/// <param name="root">The folder; made when the first dataset is.</param>
/// <param name="parquet">Reads and writes checkpoints; without it none are written, and datasets that need theirs can't be read.</param>
/// <remarks>Names compare without case, as in SQL. Several processes may share a warehouse.</remarks>
public sealed class Warehouse(string root, IParquetRows? parquet = null)
{
    /// <summary>The schema of names without one; it always exists.</summary>
    public const string DefaultSchema = "main";

    private const string DroppedPrefix = ".dropped-";
    private readonly SnapshotCache _snapshots = new();

    /// <summary>The folder, absolute.</summary>
    public string Root { get; } = System.IO.Path.GetFullPath(root);

    internal LocalObjectStore Store { get; } = new(root);

    /// <summary>The names of all schemas, in order.</summary>
    public IReadOnlyList<string> ListSchemas() =>
        [.. Folders(Root).Append(DefaultSchema).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal)];

    /// <summary>Every dataset, by schema and name.</summary>
    public Task<IReadOnlyList<Dataset>> ListAsync(CancellationToken cancellationToken = default)
    {
        var datasets = new List<Dataset>();
        foreach (var schema in ListSchemas())
        {
            cancellationToken.ThrowIfCancellationRequested();
            datasets.AddRange(Folders(FolderOf(schema)).Order(StringComparer.Ordinal).Select(n => Find(schema, n)).OfType<Dataset>());
        }

        return Task.FromResult<IReadOnlyList<Dataset>>(datasets);
    }

    /// <summary>The dataset of that name; null when there is none.</summary>
    public Task<Dataset?> TryOpenAsync(string schema, string name, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(Find(schema, name));
    }

    /// <summary>The dataset of that name.</summary>
    /// <exception cref="ServerException">NotFound: there is none.</exception>
    public async Task<Dataset> OpenAsync(string schema, string name, CancellationToken cancellationToken = default) =>
        await TryOpenAsync(schema, name, cancellationToken) ?? throw NoDataset(schema, name);

    /// <summary>Begins a dataset; the caller writes its files, publishes it, and disposes the draft either way.</summary>
    /// <exception cref="ServerException">AlreadyExists: the name is taken. NotFound: no such schema.</exception>
    public DatasetDraft StartCreate(string schema, string name)
    {
        _ = FolderName.Of(name);
        ThrowIfTaken(schema, name);
        if (!IsDefault(schema) && !Directory.Exists(FolderOf(schema)))
        {
            throw new ServerException(ErrorCode.NotFound, $"There is no schema '{schema}'. Make it with: CREATE SCHEMA {schema}.");
        }

        return new DatasetDraft(this, schema, name);
    }

    /// <summary>Makes an empty dataset.</summary>
    /// <exception cref="ServerException">As for <see cref="StartCreate"/> and <see cref="DatasetDraft.PublishAsync"/>.</exception>
    public async Task<Dataset> CreateAsync(
        string schema, string name, Schema columns, CommitDescription description, CancellationToken cancellationToken = default)
    {
        await using var draft = StartCreate(schema, name);
        var declared = await draft.DeclareAsync(columns, cancellationToken);
        return await draft.PublishAsync(declared.Begin(), description, cancellationToken);
    }

    /// <summary>Removes a dataset with its whole history. It vanishes in one step; its files are deleted after that.</summary>
    /// <exception cref="ServerException">NotFound: there is none.</exception>
    public Task DropAsync(string schema, string name, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var dataset = Find(schema, name) ?? throw NoDataset(schema, name);
        var grave = System.IO.Path.Combine(FolderOf(schema), $"{DroppedPrefix}{Guid.NewGuid():N}");
        try
        {
            Directory.Move(dataset.Path, grave);
        }
        catch (DirectoryNotFoundException e)
        {
            throw new ServerException(ErrorCode.NotFound, $"There is no dataset '{dataset.QualifiedName}'.", e);
        }

        _snapshots.Forget(dataset.Path);
        Directory.Delete(grave, recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>Makes a schema.</summary>
    /// <exception cref="ServerException">AlreadyExists.</exception>
    public Task CreateSchemaAsync(string schema, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (ListSchemas().Contains(schema, StringComparer.OrdinalIgnoreCase))
        {
            throw new ServerException(ErrorCode.AlreadyExists, $"Schema '{schema}' already exists.");
        }

        Directory.CreateDirectory(FolderOf(schema));
        return Task.CompletedTask;
    }

    /// <summary>Removes a schema without datasets.</summary>
    /// <exception cref="ServerException">NotFound; InvalidInput: it has datasets, or is the default one.</exception>
    public Task DropSchemaAsync(string schema, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var folder = FolderOf(schema);
        if (!Directory.Exists(folder))
        {
            throw new ServerException(ErrorCode.NotFound, $"There is no schema '{schema}'.");
        }

        if (IsDefault(schema) || !TryDelete(folder))
        {
            throw new ServerException(ErrorCode.InvalidInput, $"Schema '{schema}' can't be dropped: it has datasets or is the default one.");
        }

        return Task.CompletedTask;
    }

    /// <summary>The folder of a schema, whether or not it exists.</summary>
    internal string FolderOf(string schema) => MatchFolder(Root, IsDefault(schema) ? DefaultSchema : FolderName.Of(schema));

    /// <summary>Gives a complete draft its name.</summary>
    internal Task<Dataset> PublishAsync(string draft, string schema, string name, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ThrowIfTaken(schema, name);
        var folder = System.IO.Path.Combine(FolderOf(schema), FolderName.Of(name));
        try
        {
            // rename(2) refuses a folder that has content: of two creators one gets here first, whole.
            Directory.Move(draft, folder);
        }
        catch (IOException) when (Directory.Exists(folder))
        {
            throw Taken(schema, name);
        }

        AtomicFile.SyncFolder(FolderOf(schema));
        return Task.FromResult(At(schema, name, folder));
    }

    private static bool IsDefault(string schema) => string.Equals(schema, DefaultSchema, StringComparison.OrdinalIgnoreCase);

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
        : Directory.EnumerateDirectories(folder).Select(f => System.IO.Path.GetFileName(f)!).Where(f => f[0] != '.').Select(FolderName.ToName);

    /// <summary>The folder spelled like that, else one that differs only in case, else the one to make.</summary>
    private static string MatchFolder(string parent, string folder)
    {
        var exact = System.IO.Path.Combine(parent, folder);
        return Directory.Exists(exact) || !Directory.Exists(parent)
            ? exact
            : Directory.EnumerateDirectories(parent)
                .FirstOrDefault(f => string.Equals(System.IO.Path.GetFileName(f), folder, StringComparison.OrdinalIgnoreCase)) ?? exact;
    }

    private Dataset? Find(string schema, string name)
    {
        var folder = MatchFolder(FolderOf(schema), FolderName.Of(name));
        return Directory.Exists(System.IO.Path.Combine(folder, DeltaLog.FolderName)) ? At(schema, FolderName.ToName(System.IO.Path.GetFileName(folder)), folder) : null;
    }

    /// <summary>The dataset in a folder, under the name that it has or will have.</summary>
    internal Dataset At(string schema, string name, string folder) =>
        new(FolderName.ToName(System.IO.Path.GetFileName(FolderOf(schema))), name, new DeltaLog(Store, folder, parquet), _snapshots);

    private void ThrowIfTaken(string schema, string name)
    {
        if (Find(schema, name) is not null)
        {
            throw Taken(schema, name);
        }
    }

    private static string Qualified(string schema, string name) => schema == DefaultSchema ? name : $"{schema}.{name}";

    private static ServerException Taken(string schema, string name) =>
        new(ErrorCode.AlreadyExists, $"Dataset '{Qualified(schema, name)}' already exists. Drop it first, or use CREATE OR REPLACE.");

    private static ServerException NoDataset(string schema, string name) =>
        new(ErrorCode.NotFound, $"There is no dataset '{Qualified(schema, name)}'.");
}
