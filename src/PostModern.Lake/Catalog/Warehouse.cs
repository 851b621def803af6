using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;
using PostModern.Lake.Copies;
using PostModern.Lake.Delta;
using PostModern.Lake.Objects;
using PostModern.Lake.S3;

namespace PostModern.Lake.Catalog;

/// <summary>All datasets below one local folder, or below a prefix of a bucket. What lies there is the catalog.</summary>
/// <remarks>Names compare without case, as in SQL. Several processes may share a warehouse.</remarks>
public sealed class Warehouse
{
    /// <summary>The schema of names without one; it always exists.</summary>
    public const string DefaultSchema = "main";

    private readonly IWarehouseCatalog _catalog;
    private readonly SnapshotCache _snapshots = new();
    private readonly IParquetRows? _parquet;

    /// <param name="root">A local folder; made when the first dataset is.</param>
    /// <param name="parquet">Reads and writes checkpoints; without it none are written, and datasets that need theirs can't be read.</param>
    public Warehouse(string root, IParquetRows? parquet = null)
    {
        _parquet = parquet;
        Root = Path.GetFullPath(root);
        Store = new LocalObjectStore(root);
        DataFiles = LocalDataFiles.Instance;
        _catalog = new FolderCatalog(Root);
    }

    /// <param name="root">As <c>s3://bucket/prefix</c>.</param>
    /// <param name="store">Where that is.</param>
    /// <param name="copies">Takes copies of data files in use.</param>
    /// <param name="parquet">As for a local folder.</param>
    public Warehouse(string root, S3ObjectStore store, CopyCache copies, IParquetRows? parquet = null)
    {
        ArgumentNullException.ThrowIfNull(root);
        _parquet = parquet;
        ArgumentNullException.ThrowIfNull(copies);
        Root = root.TrimEnd('/');
        Store = store;
        DataFiles = new CachedDataFiles(store, copies);
        _catalog = new BucketCatalog(store, Root);
    }

    /// <summary>The folder, absolute, or the bucket's URI.</summary>
    public string Root { get; }

    /// <summary>How data files are read and written on this machine.</summary>
    public IDataFiles DataFiles { get; }

    internal IObjectStore Store { get; }

    /// <summary>The names of all schemas, in order.</summary>
    public async Task<IReadOnlyList<string>> ListSchemasAsync(CancellationToken cancellationToken = default) =>
    [
        .. (await _catalog.ListSchemasAsync(cancellationToken))
            .Append(DefaultSchema).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal),
    ];

    /// <summary>Whether there is a schema of that name.</summary>
    public async Task<bool> HasSchemaAsync(string schema, CancellationToken cancellationToken = default) =>
        IsDefault(schema) || (await ListSchemasAsync(cancellationToken)).Contains(schema, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether there was a schema of that name when this process last looked, which in a folder is now.</summary>
    public bool IsKnownSchema(string schema) => IsDefault(schema) || _catalog.IsKnownSchema(schema);

    /// <summary>Every dataset, by schema and name.</summary>
    public async Task<IReadOnlyList<Dataset>> ListAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return [.. (await _catalog.ListAsync(cancellationToken)).OrderBy(e => e.Schema, StringComparer.Ordinal).Select(At)];
    }

    /// <summary>The dataset of that name; null when there is none.</summary>
    public async Task<Dataset?> TryOpenAsync(string schema, string name, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return await FindAsync(schema, name, cancellationToken) is { } entry ? At(entry) : null;
    }

    /// <summary>The dataset of that name.</summary>
    /// <exception cref="ServerException">NotFound: there is none.</exception>
    public async Task<Dataset> OpenAsync(string schema, string name, CancellationToken cancellationToken = default) =>
        await TryOpenAsync(schema, name, cancellationToken) ?? throw NoDataset(schema, name);

    /// <summary>Begins a dataset; the caller writes its files, publishes it, and disposes the draft either way.</summary>
    /// <exception cref="ServerException">AlreadyExists: the name is taken. NotFound: no such schema.</exception>
    public async Task<DatasetDraft> StartCreateAsync(string schema, string name, CancellationToken cancellationToken = default)
    {
        _ = FolderName.Of(name);
        if (await FindAsync(schema, name, cancellationToken) is not null)
        {
            throw Taken(schema, name);
        }

        if (!await HasSchemaAsync(schema, cancellationToken))
        {
            throw new ServerException(ErrorCode.NotFound, $"There is no schema '{schema}'. Make it with: CREATE SCHEMA {schema}.");
        }

        return new DatasetDraft(this, await _catalog.StartAsync(Canonical(schema), name, cancellationToken));
    }

    /// <summary>Makes an empty dataset.</summary>
    /// <exception cref="ServerException">As for <see cref="StartCreateAsync"/> and <see cref="DatasetDraft.PublishAsync"/>.</exception>
    public async Task<Dataset> CreateAsync(
        string schema, string name, Schema columns, CommitDescription description, CancellationToken cancellationToken = default)
    {
        await using var draft = await StartCreateAsync(schema, name, cancellationToken);
        var declared = await draft.DeclareAsync(columns, cancellationToken);
        return await draft.PublishAsync(declared.Begin(), description, cancellationToken);
    }

    /// <summary>Removes a dataset with its whole history. It vanishes in one step; its files are deleted after that.</summary>
    /// <exception cref="ServerException">NotFound: there is none.</exception>
    public async Task DropAsync(string schema, string name, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var entry = await FindAsync(schema, name, cancellationToken) ?? throw NoDataset(schema, name);
        if (!await _catalog.DropAsync(entry, cancellationToken))
        {
            throw NoDataset(schema, name);
        }

        _snapshots.Forget(entry.Location);
    }

    /// <summary>Gives a dataset another name in its schema, in one step.</summary>
    /// <exception cref="ServerException">AlreadyExists: the name is taken. NotFound: the dataset is gone. Unsupported: the warehouse is in a bucket.</exception>
    public async Task<Dataset> RenameAsync(Dataset dataset, string name, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        cancellationToken.ThrowIfCancellationRequested();
        if (await FindAsync(dataset.Schema, dataset.Name, cancellationToken) is not { } entry || entry.Location != dataset.Path)
        {
            throw NoDataset(dataset.Schema, dataset.Name);
        }

        var renamed = await _catalog.RenameAsync(entry, name, cancellationToken) ?? throw Taken(dataset.Schema, name);
        _snapshots.Forget(entry.Location);
        return At(renamed);
    }

    /// <summary>Makes a schema.</summary>
    /// <exception cref="ServerException">AlreadyExists.</exception>
    public async Task CreateSchemaAsync(string schema, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (await HasSchemaAsync(schema, cancellationToken))
        {
            throw new ServerException(ErrorCode.AlreadyExists, $"Schema '{schema}' already exists.");
        }

        await _catalog.CreateSchemaAsync(schema, cancellationToken);
    }

    /// <summary>Removes a schema without datasets.</summary>
    /// <exception cref="ServerException">NotFound; InvalidInput: it has datasets, or is the default one.</exception>
    public async Task DropSchemaAsync(string schema, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (IsDefault(schema) || !await _catalog.DropSchemaAsync(schema, cancellationToken))
        {
            throw new ServerException(ErrorCode.InvalidInput, $"Schema '{schema}' can't be dropped: it has datasets or is the default one.");
        }
    }

    /// <summary>Gives a complete draft its name.</summary>
    internal async Task<Dataset> PublishAsync(CatalogEntry draft, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return await _catalog.PublishAsync(draft, cancellationToken) is { } published ? At(published) : throw Taken(draft.Schema, draft.Name);
    }

    internal Task DiscardAsync(CatalogEntry draft) => _catalog.DiscardAsync(draft);

    internal Dataset At(CatalogEntry entry) =>
        new(entry.Schema, entry.Name, new DeltaLog(Store, entry.Location, _parquet) { DataFiles = DataFiles }, _snapshots);

    private Task<CatalogEntry?> FindAsync(string schema, string name, CancellationToken cancellationToken) =>
        _catalog.FindAsync(Canonical(schema), name, cancellationToken);

    private static bool IsDefault(string schema) => string.Equals(schema, DefaultSchema, StringComparison.OrdinalIgnoreCase);

    private static string Canonical(string schema) => IsDefault(schema) ? DefaultSchema : schema;

    /// <summary>A dataset's name as users write it: without the schema when that is <c>main</c>.</summary>
    internal static string Qualified(string schema, string name) => IsDefault(schema) ? name : $"{schema}.{name}";

    private static ServerException Taken(string schema, string name) =>
        new(ErrorCode.AlreadyExists, $"Dataset '{Qualified(schema, name)}' already exists. Drop it first, or use CREATE OR REPLACE.");

    private static ServerException NoDataset(string schema, string name) =>
        new(ErrorCode.NotFound, $"There is no dataset '{Qualified(schema, name)}'.");
}
