using PostModern.Arrow.Errors;
using PostModern.Engine.Planning;
using PostModern.Engine.Sql;
using PostModern.Lake.Delta;

namespace PostModern.Engine.Execution;

/// <summary>Makes the rows of objects that are new or changed, and removes those of objects that are gone.</summary>
/// <remarks>Files in which no such row lies stay as they are; the others' remaining rows move into the new file.</remarks>
/// <param name="plan">The statement.</param>
/// <param name="context">Its run.</param>
/// <param name="map">Makes rows of objects.</param>
internal sealed class ObjectRefresh(PlannedRefresh plan, CommandContext context, RowMap map)
{
    private const string IsNew = $"{RowMap.UriColumn} NOT IN (SELECT uri FROM {SourcedRows.Known})";
    private const string IsChanged = $"({RowMap.UriColumn}, __pm_identity) NOT IN (SELECT (uri, identity) FROM {SourcedRows.Known}) AND NOT {IsNew}";
    private const string IsGone = $"uri NOT IN (SELECT {RowMap.UriColumn} FROM {SourcedRows.Listing})";
    private const string HasFailed = $"{RowMap.UriColumn} IN (SELECT uri FROM {SourcedRows.Known} WHERE failed)";

    /// <returns>Why it can't be done; null when it can.</returns>
    public static async Task<string?> ObstacleAsync(PlannedRefresh plan, CancellationToken cancellation) =>
        plan.Content.Recipe.Sources is not { } sources ? $"version {plan.Content.Version} didn't note which row came from which object"
        : await plan.Dataset.Log.Store.TryGetAsync(plan.Dataset.Log.Resolve(sources), cancellation) is null ? "the note of which row came from which object is gone"
        : null;

    public async Task<RefreshOutcome> RunAsync()
    {
        using var rows = new SourcedRows(context, map, plan.Snapshot.Layout, plan.Dataset.Path, await context.StageAsync(plan.Dataset.Path));
        await rows.ListAsync(plan.Dataset.Log, plan.Content.Recipe.Sources!);
        var isRetry = plan.Mode == RefreshMode.ErrorsOnly;
        if (!await HasKnownFilesAsync())
        {
            return !isRetry
                ? await new FullRefresh(plan, context, map).RunAsync("its files were rewritten since, as OPTIMIZE does")
                : throw new ServerException(
                    ErrorCode.Unsupported, $"The files of '{plan.Dataset.QualifiedName}' were rewritten since, so it isn't known any more which rows failed. Use REFRESH without ERRORS ONLY.");
        }

        var outcome = isRetry ? await CountRetriesAsync() : await CountAsync();
        if (outcome.IsNothing)
        {
            return outcome;
        }

        context.Statement.ToleratesFailures = true;
        await rows.ChooseAsync(isRetry ? HasFailed : $"{IsNew} OR ({IsChanged})");
        return await MakeAsync(rows, isRetry, outcome);
    }

    private async Task<RefreshOutcome> MakeAsync(SourcedRows rows, bool isRetry, RefreshOutcome outcome)
    {
        // An object made anew leaves with its old rows, whether or not it gives rows again.
        var isMade = $"uri IN (SELECT coalesce(obj.uri, path) FROM {SourcedRows.Sources})";
        var leaves = isRetry ? isMade : $"({isMade} OR {IsGone})";
        var affected = await TextsAsync($"SELECT DISTINCT file FROM {SourcedRows.Known} WHERE file IS NOT NULL AND {leaves}");
        var written = await rows.WriteAsync(affected.Count > 0 ? Kept(affected, leaves) : null);
        outcome = isRetry ? outcome with { Changed = outcome.Changed - await CountFailedAsync() } : outcome;
        if (outcome.IsNothing)
        {
            await DiscardAsync(written);
            return outcome;
        }

        var sources = await rows.DescribeAsync(written, $"NOT {leaves}", affected);
        await Refresh.CommitAsync(plan, context, Change(affected, written), outcome, sources);
        return outcome;
    }

    private Transaction Change(IReadOnlyList<string> affected, WrittenFiles? written)
    {
        var change = plan.Snapshot.Begin();
        change.ReadsTable = true;
        foreach (var file in plan.Snapshot.Files.Where(f => affected.Contains(f.Path)))
        {
            change.Remove(file);
        }

        written?.AddTo(change);
        return change;
    }

    private Task DiscardAsync(WrittenFiles? written) => written?.DiscardAsync(plan.Dataset.Log) ?? Task.CompletedTask;

    /// <summary>The rows of some files that stay, with their objects.</summary>
    private string Kept(IReadOnlyList<string> files, string leaves)
    {
        var columns = string.Join(", ", plan.Snapshot.Schema.Fields.Select(f => $"t.{SqlText.Name(f.Name)}"));
        var paths = files.Select(f => (Path: f, Full: plan.Dataset.Log.LocalPath(f))).ToList();
        var names = string.Join(", ", paths.Select(p => $"({SqlText.Literal(p.Path)}, {SqlText.Literal(p.Full)})"));
        return $"""
            SELECT {columns}, k.{RowMap.UriColumn}
            FROM ({SnapshotSql.SelectWithPosition(plan.Snapshot, [.. plan.Snapshot.Files.Where(f => files.Contains(f.Path))])}) AS t
            JOIN (VALUES {names}) AS n(short, long) ON n.long = t.{SnapshotSql.FileColumn}
            JOIN (SELECT file, position, uri AS {RowMap.UriColumn} FROM {SourcedRows.Known} WHERE NOT {leaves}) AS k
            ON k.file = n.short AND k.position = t.{SnapshotSql.RowColumn}
            """;
    }

    /// <summary>Whether the note speaks of the very files that make up the dataset now.</summary>
    private async Task<bool> HasKnownFilesAsync() =>
        plan.Snapshot.Files.Select(f => f.Path).ToHashSet()
            .SetEquals(await TextsAsync($"SELECT DISTINCT file FROM {SourcedRows.Known} WHERE file IS NOT NULL"));

    private async Task<RefreshOutcome> CountAsync() => new(
        "incremental",
        "each row comes from one object",
        await context.CountAsync($"FROM {SourcedRows.Listing} WHERE {IsNew}"),
        await context.CountAsync($"FROM {SourcedRows.Listing} WHERE {IsChanged}"),
        await context.CountAsync($"FROM (SELECT DISTINCT uri FROM {SourcedRows.Known} WHERE {IsGone})"));

    private async Task<RefreshOutcome> CountRetriesAsync() => new(
        "incremental", "ERRORS ONLY was asked for", 0, await context.CountAsync($"FROM {SourcedRows.Listing} WHERE {HasFailed}"), 0);

    private Task<long> CountFailedAsync() => context.CountAsync(
        $"FROM {SourcedRows.Sources} WHERE coalesce(obj.uri, path) IN (SELECT unnest({SourcedRows.Texts(context.Statement.Inputs.Failed)}))");

    private async Task<List<string>> TextsAsync(string query)
    {
        var texts = new List<string>();
        foreach (var batch in await context.QueryAsync(query))
        {
            using (batch)
            {
                texts.AddRange(Enumerable.Range(0, batch.Length).Select(row => batch.Columns[0].GetString(row)!));
            }
        }

        return texts;
    }
}
