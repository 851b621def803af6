using PostModern.Engine.Planning;
using PostModern.Lake.Delta;

namespace PostModern.Engine.Execution;

/// <summary>Makes all rows again, and a version of them if they differ from those that are there.</summary>
/// <param name="plan">The statement.</param>
/// <param name="context">Its run.</param>
/// <param name="map">Set when the rows come from single sources.</param>
internal sealed class FullRefresh(PlannedRefresh plan, CommandContext context, RowMap? map)
{
    public const string ModeName = "full";

    public async Task<RefreshOutcome> RunAsync(string reason)
    {
        var schema = context.Plan.Prepared.Schema;
        var isSame = Refresh.HasColumns(plan.Snapshot, schema);
        var change = plan.Snapshot.Begin();
        change.RemoveAll();
        var layout = isSame ? plan.Snapshot.Layout : change.SetLayout(TableLayout.Of(schema, plan.Snapshot.PartitionColumns));
        var (written, sources) = map is { Listing: not null } && layout.PartitionColumns.Count == 0
            ? await SourcedRows.WriteAllAsync(context, map, layout, plan.Dataset.Path)
            : (await ParquetWriter.WriteAsync(context, plan.Query, layout, plan.Dataset.Path), null);
        var outcome = isSame
            ? new RefreshOutcome(ModeName, reason, await CountAsync(New(written), Old), 0, await CountAsync(Old, New(written)))
            : new RefreshOutcome(ModeName, reason, written?.Rows ?? 0, 0, plan.Snapshot.Rows ?? 0);
        if (isSame && outcome.IsNothing)
        {
            await DiscardAsync(written, sources);
            return outcome;
        }

        written?.AddTo(change);
        await Refresh.CommitAsync(plan, context, change, outcome, sources);
        return outcome;
    }

    private string Old => SnapshotSql.Select(plan.Snapshot);

    /// <summary>The new rows, read as the dataset's own are.</summary>
    private string New(WrittenFiles? written) => SnapshotSql.Select(plan.Snapshot, written?.Files ?? []);

    /// <summary>The rows of one query that another doesn't have as often.</summary>
    private Task<long> CountAsync(string rows, string others) => context.CountAsync($"FROM (({rows}) EXCEPT ALL ({others}))");

    private async Task DiscardAsync(WrittenFiles? written, string? sources)
    {
        var log = plan.Dataset.Log;
        await (written?.DiscardAsync(log) ?? Task.CompletedTask);
        await (sources is null ? Task.CompletedTask : log.Store.DeleteAsync(log.Resolve(sources)));
    }
}
