using System.Text.Json.Nodes;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;
using PostModern.Lake.Delta;

namespace PostModern.Lake.Catalog;

/// <summary>A dataset in the making: a hidden folder that gets its name in one step, complete, or is removed.</summary>
/// <remarks>
/// The log begins with two versions. Version 0 declares the columns, version 1 is the content, so that what users see starts at 1.
/// Both are written before the folder has its name: nobody can meet a dataset that is declared but empty.
/// </remarks>
public sealed class DatasetDraft : IAsyncDisposable
{
    internal const string FolderPrefix = ".creating-";
    private const string DeclarationKey = "declares";

    private readonly Warehouse _warehouse;
    private readonly string _schema;
    private readonly string _name;

    internal DatasetDraft(Warehouse warehouse, string schema, string name)
    {
        (_warehouse, _schema, _name) = (warehouse, schema, name);
        Path = System.IO.Path.Combine(warehouse.FolderOf(schema), $"{FolderPrefix}{Guid.NewGuid():N}");
        Directory.CreateDirectory(Path);
    }

    /// <summary>The folder, absolute, that data files are written to under <see cref="Dataset.NewFileName"/>.</summary>
    public string Path { get; }

    /// <summary>Makes the dataset visible with its first version.</summary>
    /// <param name="schema">The columns.</param>
    /// <param name="files">The data files in <see cref="Path"/>; none for an empty dataset.</param>
    /// <param name="description">What the log says of version 1.</param>
    /// <param name="cancellationToken">Stops before the dataset becomes visible, never after.</param>
    /// <exception cref="ServerException">AlreadyExists: the name is taken by now. Unsupported: a column's type can't be stored.</exception>
    public async Task<Dataset> PublishAsync(
        Schema schema, IEnumerable<AddFile> files, CommitDescription description, CancellationToken cancellationToken = default)
    {
        var log = new DeltaLog(_warehouse.Store, Path);
        Directory.CreateDirectory(System.IO.Path.Combine(Path, DeltaLog.FolderName));
        await log.TryWriteAsync(0, Declaration(schema), cancellationToken);
        var transaction = (await Snapshot.LoadAsync(log, cancellationToken: cancellationToken)).Begin();
        foreach (var file in files)
        {
            transaction.Add(file);
        }

        _ = (await transaction.CommitAsync(description, cancellationToken)).GetSnapshot();
        return await _warehouse.PublishAsync(Path, _schema, _name, cancellationToken);
    }

    /// <summary>Removes the folder unless it was published.</summary>
    public ValueTask DisposeAsync()
    {
        if (Directory.Exists(Path))
        {
            Directory.Delete(Path, recursive: true);
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Whether this is the version 0 that a draft wrote.</summary>
    internal static bool IsDeclaration(Commit commit) => commit.Info?.Recipe?.ContainsKey(DeclarationKey) == true;

    private DeltaAction[] Declaration(Schema schema)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        return
        [
            new CommitInfo(now, "CREATE TABLE")
            {
                EngineInfo = EngineInfo.Text,
                IsBlindAppend = true,
                Recipe = new JsonObject { [DeclarationKey] = _name },
            },
            TableFeatures.ProtocolFor(schema),
            new TableMetadata(Guid.NewGuid().ToString(), DeltaSchema.ToJson(schema)) { Name = _name, CreatedTime = now },
        ];
    }
}
