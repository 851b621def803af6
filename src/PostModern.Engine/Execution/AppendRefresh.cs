using PostModern.Engine.Catalog;
using PostModern.Engine.Planning;
using PostModern.Lake.Delta;

namespace PostModern.Engine.Execution;

/// <summary>Makes the rows of what was appended to the dataset that the rows come from.</summary>
/// <param name="plan">The statement.</param>
/// <param name="context">Its run.</param>
/// <param name="map">Makes rows of that dataset's.</param>
internal sealed class AppendRefresh(PlannedRefresh plan, CommandContext context, RowMap map)
{
    /// <returns>Why it can't be done; null when it can.</returns>
    public static string? Obstacle(PlannedRefresh plan, CommandContext context)
    {
        var source = context.Plan.Plan.Inputs[0];
        return plan.Content.Recipe.Inputs is [{ } before] && before.TableId == source.Snapshot.Metadata.Id
            ? null
            : $"'{source.Dataset.QualifiedName}' is another dataset now";
    }

    public async Task<RefreshOutcome> RunAsync()
    {
        var source = context.Plan.Plan.Inputs[0];
        var before = await source.Dataset.AtVersionAsync(plan.Content.Recipe.Inputs[0].Version, context.Cancellation);
        var known = before.Files.Select(f => (f.Path, f.DeletionVector)).ToHashSet();
        var appended = source.Snapshot.Files.Where(f => !known.Contains((f.Path, f.DeletionVector))).ToList();
        var isOnlyAppended = appended.Count + known.Count == source.Snapshot.Files.Count;
        if (!isOnlyAppended)
        {
            return await new FullRefresh(plan, context, map).RunAsync($"'{source.Dataset.QualifiedName}' was not only appended to");
        }

        var outcome = new RefreshOutcome("incremental", $"'{source.Dataset.QualifiedName}' was only appended to", 0, 0, 0);
        if (appended.Count > 0 && await WriteAsync(source, appended) is { } written)
        {
            var change = plan.Snapshot.Begin();
            change.ReadsTable = true;
            written.AddTo(change);
            outcome = outcome with { Added = written.Rows };
            await Refresh.CommitAsync(plan, context, change, outcome, sources: null);
        }

        return outcome;
    }

    private async Task<WrittenFiles?> WriteAsync(ReadDataset source, IReadOnlyList<AddFile> appended)
    {
        await context.Plan.Plan.Scope.HoldAsync(source.Snapshot, appended, context.Cancellation);
        var rows = SnapshotSql.Select(source.Snapshot, appended);
        context.Statement.ToleratesFailures = true;
        await context.ExecuteAsync($"CREATE OR REPLACE TEMPORARY VIEW {RowMap.SourceTable} AS {rows}");
        try
        {
            return await ParquetWriter.WriteAsync(context, map.Query, plan.Snapshot.Layout, plan.Dataset.Path);
        }
        finally
        {
            context.Connection.Execute($"DROP VIEW IF EXISTS temp.main.{RowMap.SourceTable}");
        }
    }
}
