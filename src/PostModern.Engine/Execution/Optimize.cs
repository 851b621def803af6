using System.Globalization;
using PostModern.Engine.Planning;
using PostModern.Engine.Settings;
using PostModern.Engine.Sql;
using PostModern.Lake.Catalog;
using PostModern.Lake.Delta;

namespace PostModern.Engine.Execution;

/// <summary>OPTIMIZE: the same rows in fewer files, or sorted so that files can be skipped. Appends and it don't disturb each other.</summary>
/// <param name="statement">The statement.</param>
/// <param name="dataset">What is rewritten.</param>
/// <param name="snapshot">The dataset as it is now.</param>
/// <param name="targetSize">Bytes that a file should have, where the dataset doesn't say it itself.</param>
internal sealed class Optimize(OptimizeStatement statement, Dataset dataset, Snapshot snapshot, long targetSize) : ICommand
{
    private const string TargetProperty = "delta.targetFileSize";

    private readonly long _target = snapshot.Metadata.Configuration.TryGetValue(TargetProperty, out var size)
        ? OptionText.ToSize(TargetProperty, size)
        : targetSize;

    public bool IsTransactional => false;

    public string Probe => Query(SnapshotSql.Select(snapshot));

    /// <returns>The files that others took the place of.</returns>
    public async Task<long?> ExecuteAsync(CommandContext context)
    {
        VersionCommands.RefuseInTransaction(context, "OPTIMIZE");
        var bins = statement.OrderBy is null ? FileBin.Pack(snapshot.Files, _target) : FileBin.ByPartition(snapshot.Files);
        if (bins.Count == 0)
        {
            return 0;
        }

        var change = snapshot.BeginRearrangement();
        long rows = 0;
        try
        {
            foreach (var bin in bins)
            {
                rows += await RewriteAsync(context, bin, change);
            }
        }
        catch
        {
            await DiscardAsync(change);
            throw;
        }

        await context.CommitAsync(
            dataset, change, "OPTIMIZE", rows, ("targetSize", _target.ToString(CultureInfo.InvariantCulture)), ("orderBy", statement.OrderBy ?? ""));
        return bins.Sum(b => b.Files.Count);
    }

    private async Task<long> RewriteAsync(CommandContext context, FileBin bin, Transaction change)
    {
        long rows = 0;
        var query = Query(SnapshotSql.Select(snapshot, bin.Files));
        var pieces = (bin.Size + _target - 1) / _target;
        using var sorted = pieces > 1 ? await SortedRows.CollectAsync(context, query) : null;
        foreach (var piece in sorted?.Split(pieces) ?? [query])
        {
            if (await ParquetWriter.WriteAsync(context, piece, snapshot.Layout, dataset.Path) is { } written)
            {
                written.AddTo(change);
                rows += written.Rows;
            }
        }

        bin.Files.ForEach(change.Remove);
        return rows;
    }

    private string Query(string rows) => statement.OrderBy is { } order
        ? $"SELECT * FROM ({rows}) AS {SqlText.Name(statement.Table.Name)} ORDER BY {order}"
        : rows;

    private async Task DiscardAsync(Transaction change)
    {
        foreach (var file in change.Added)
        {
            await dataset.Log.Store.DeleteAsync(dataset.Log.Resolve(file.Path), CancellationToken.None);
        }
    }
}
