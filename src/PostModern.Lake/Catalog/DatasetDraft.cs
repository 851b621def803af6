using System.Text.Json.Nodes;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;
using PostModern.Lake.Delta;

namespace PostModern.Lake.Catalog;

/// <summary>A dataset in the making: a folder that nobody sees, which gets its name in one step, complete, or is removed.</summary>
/// <remarks>
/// The log begins with two versions. Version 0 declares the columns, version 1 is the content, so that what users see starts at 1.
/// Both are written before the dataset has its name: nobody can meet a dataset that is declared but empty.
/// </remarks>
public sealed class DatasetDraft : IAsyncDisposable
{
    private const string DeclarationKey = "declares";

    private readonly Warehouse _warehouse;
    private readonly CatalogEntry _entry;
    private bool _isPublished;

    internal DatasetDraft(Warehouse warehouse, CatalogEntry entry)
    {
        _warehouse = warehouse;
        _entry = entry;
        Dataset = warehouse.At(entry);
    }

    /// <summary>The folder, absolute, or the URI that data files are written to under <see cref="Dataset.NewFileName"/>.</summary>
    public string Path => Dataset.Path;

    /// <summary>The dataset under its future name, for whoever works on it before it is published.</summary>
    public Dataset Dataset { get; }

    /// <summary>Writes down the columns.</summary>
    /// <returns>Version 0: what the content of version 1 is added to.</returns>
    /// <exception cref="ServerException">Unsupported: a column's type can't be stored.</exception>
    public Task<Snapshot> DeclareAsync(Schema schema, CancellationToken cancellationToken = default) =>
        DeclareAsync(new TableLayout(schema, []), cancellationToken);

    /// <inheritdoc cref="DeclareAsync(Schema, CancellationToken)"/>
    public async Task<Snapshot> DeclareAsync(TableLayout layout, CancellationToken cancellationToken = default)
    {
        await Dataset.Log.TryWriteAsync(0, Declaration(layout), cancellationToken);
        return await Snapshot.LoadAsync(Dataset.Log, cancellationToken: cancellationToken);
    }

    /// <summary>Writes down the columns, partitions and settings of another dataset.</summary>
    /// <returns>Version 0, as <see cref="DeclareAsync(Schema, CancellationToken)"/> gives it.</returns>
    public async Task<Snapshot> DeclareLikeAsync(Snapshot source, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        await Dataset.Log.TryWriteAsync(0, Declaration(source.Protocol, TableDefinition.ForNew(source.Metadata)), cancellationToken);
        return await Snapshot.LoadAsync(Dataset.Log, cancellationToken: cancellationToken);
    }

    /// <summary>Makes the dataset visible with its first version.</summary>
    /// <param name="content">A change of what <see cref="DeclareAsync(TableLayout, CancellationToken)"/> gave; its data files are in <see cref="Path"/>.</param>
    /// <param name="description">What the log says of version 1.</param>
    /// <param name="cancellationToken">Stops before the dataset becomes visible, never after.</param>
    /// <exception cref="ServerException">AlreadyExists: the name is taken by now.</exception>
    public async Task<Dataset> PublishAsync(
        Transaction content, CommitDescription description, CancellationToken cancellationToken = default)
    {
        _ = (await content.CommitAsync(description, cancellationToken)).GetSnapshot();
        var published = await _warehouse.PublishAsync(_entry, cancellationToken);
        _isPublished = true;
        return published;
    }

    /// <summary>Removes the folder unless it was published.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_isPublished)
        {
            await _warehouse.DiscardAsync(_entry);
        }
    }

    /// <summary>Whether this is the version 0 that a draft wrote.</summary>
    internal static bool IsDeclaration(Commit commit) => commit.Info?.Recipe?.ContainsKey(DeclarationKey) == true;

    private DeltaAction[] Declaration(TableLayout layout) =>
        Declaration(TableFeatures.ProtocolFor(layout.Schema), new TableMetadata("", DeltaSchema.ToJson(layout.Schema))
        {
            PartitionColumns = layout.PartitionColumns,
            Configuration = TableFeatures.NewConfiguration,
        });

    private DeltaAction[] Declaration(Protocol protocol, TableMetadata metadata)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        return
        [
            new CommitInfo(now, "CREATE TABLE")
            {
                InCommitTimestamp = now,
                EngineInfo = EngineInfo.Text,
                IsBlindAppend = true,
                Recipe = new JsonObject { [DeclarationKey] = Dataset.Name },
            },
            protocol,
            metadata with { Id = Guid.NewGuid().ToString(), Name = Dataset.Name, CreatedTime = now },
        ];
    }
}
