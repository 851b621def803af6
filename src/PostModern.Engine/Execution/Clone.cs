using System.Globalization;
using PostModern.Arrow.Errors;
using PostModern.Engine.Catalog;
using PostModern.Engine.Sql;
using PostModern.Lake.Catalog;
using PostModern.Lake.Delta;
using PostModern.Lake.Objects;

namespace PostModern.Engine.Execution;

/// <summary>CREATE TABLE … CLONE: a dataset that begins with the content of another, whose history is its own.</summary>
/// <param name="statement">The statement.</param>
/// <param name="scope">Where the clone goes.</param>
/// <param name="existing">The dataset that has the name already.</param>
/// <param name="source">The version that is cloned.</param>
internal sealed class Clone(CloneStatement statement, StatementScope scope, Dataset? existing, ReadDataset source) : ICommand
{
    private const int Copies = 8;

    private DeltaLog From => source.Snapshot.Log;

    public string Probe => VersionCommands.Probe(statement);

    public async Task<long?> ExecuteAsync(CommandContext context)
    {
        if (source.Snapshot.IsProvisional)
        {
            throw new ServerException(ErrorCode.Conflict, $"'{statement.Table}' has changes that are no version yet. COMMIT them before you clone it.");
        }

        if (existing is not null && !statement.OrReplace)
        {
            return statement.IfNotExists
                ? null
                : throw new ServerException(
                    ErrorCode.AlreadyExists,
                    $"Dataset '{statement.Target}' already exists. Use CREATE OR REPLACE TABLE for a new version of it, or DROP TABLE first.");
        }

        await (existing is null ? CreateAsync(context) : ReplaceAsync(context, existing));
        return source.Snapshot.Rows;
    }

    private async Task CreateAsync(CommandContext context)
    {
        var draft = await scope.Catalog.Warehouse.StartCreateAsync(scope.SchemaOf(statement.Target), statement.Target.Name, context.Cancellation);
        try
        {
            var content = (await draft.DeclareLikeAsync(source.Snapshot, context.Cancellation)).Begin();
            await AddAllAsync(content, context.Cancellation);
            await scope.Changes.CreateAsync(draft, content, context.Describe("CLONE", source.Snapshot.Rows ?? 0, Parameters()), context.Cancellation);
        }
        catch
        {
            await draft.DisposeAsync();
            throw;
        }
    }

    private async Task ReplaceAsync(CommandContext context, Dataset dataset)
    {
        var change = (await scope.ReadTargetStateAsync(dataset, context.Cancellation)).Begin();
        if (dataset.Path == source.Dataset.Path)
        {
            throw new ServerException(ErrorCode.InvalidInput, $"'{statement.Target}' can't be replaced by a clone of itself. Use RESTORE to go back to a version.");
        }

        change.RemoveAll();
        change.SetDefinition(source.Snapshot);
        await AddAllAsync(change, context.Cancellation);
        await context.CommitAsync(dataset, change, "CLONE", source.Snapshot.Rows ?? 0, Parameters());
    }

    private async Task AddAllAsync(Transaction content, CancellationToken cancellation)
    {
        var files = source.Snapshot.Files;
        if (statement.IsShallow)
        {
            foreach (var file in files)
            {
                content.AddExisting(file with { Path = UriOf(file.Path), DeletionVector = Referenced(file.DeletionVector), DataChange = true });
            }

            return;
        }

        var copies = new AddFile[files.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Copies, CancellationToken = cancellation };
        await Parallel.ForAsync(0, files.Count, options, async (i, token) => copies[i] = await CopyAsync(files[i], content.Snapshot.Log, token));
        Array.ForEach(copies, content.Add);
    }

    /// <summary>Copies, not links: the source's VACUUM and the clone's must not meet.</summary>
    private async Task<AddFile> CopyAsync(AddFile file, DeltaLog to, CancellationToken cancellation)
    {
        var original = await From.Store.TryGetAsync(From.Resolve(file.Path), cancellation)
            ?? throw new ServerException(ErrorCode.NotFound, $"'{statement.Table}' can't be cloned: its file '{file.Path}' is gone.");
        var name = Dataset.NewFileName();
        await to.Store.CopyAsync(original, to.Resolve(name), cancellation);
        return file with { Path = name, DeletionVector = await CopyAsync(file.DeletionVector, to, cancellation), DataChange = true };
    }

    private async Task<DeletionVector?> CopyAsync(DeletionVector? vector, DeltaLog to, CancellationToken cancellation)
    {
        if (vector is null or { StorageType: "i" })
        {
            return vector;
        }

        var rows = await DeletedRows.ReadAsync(From.Store, vector.Locate(From), cancellation);
        return (await DeletedRows.WriteAsync(to, [rows], cancellation))[0];
    }

    private DeletionVector? Referenced(DeletionVector? vector) => vector?.Locate(From) is { StorageType: "p" } located
        ? located with { PathOrInline = UriOf(located.PathOrInline) }
        : vector;

    private string UriOf(string path) =>
        ObjectUri.SchemeOf(path).Length > 0 ? path
        : ObjectUri.SchemeOf(From.Location).Length > 0 ? From.Resolve(path)
        : ObjectUri.FromPath(From.Resolve(path));

    private (string Key, string Value)[] Parameters() =>
    [
        ("source", source.Dataset.QualifiedName),
        ("sourceVersion", source.Snapshot.Version.ToString(CultureInfo.InvariantCulture)),
        ("isShallow", statement.IsShallow ? "true" : "false"),
    ];
}
