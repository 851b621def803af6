using System.Globalization;
using PostModern.Arrow.Arrays;
using PostModern.Engine.Execution;
using PostModern.Engine.Planning;
using PostModern.Engine.Sql;
using PostModern.Lake.Lineage;

namespace PostModern.Engine.Lineage;

/// <summary>Compares the objects that a recipe listed with those that are there, and runs some of them through it again.</summary>
/// <param name="plan">The recipe's statement.</param>
/// <param name="context">Whose models answer afresh.</param>
internal sealed class ObjectCheck(PlannedRefresh plan, CommandContext context)
{
    public async Task<IReadOnlyList<VerifyRow>> RunAsync(int sample)
    {
        var mapping = RowMaps.Find(plan.Query, context.Connection);
        var obstacle = mapping.Map is null ? $"The query {mapping.Reason}, so no row can be made alone."
            : mapping.Map.Listing is null ? "The rows come from a dataset; its version tells whether they would be the same."
            : await ObjectRefresh.ObstacleAsync(plan, context.Cancellation) is { } reason ? $"No row can be made alone: {reason}."
            : null;
        return obstacle is null
            ? await CheckAsync(mapping.Map!, sample)
            : [.. await ListingsAsync(), new VerifyRow("row", null, "skipped", obstacle)];
    }

    private async Task<IReadOnlyList<VerifyRow>> CheckAsync(RowMap map, int sample)
    {
        using var rows = new SourcedRows(context, map, plan.Snapshot.Layout, plan.Dataset.Path, await context.StageAsync(plan.Dataset.Path));
        await rows.ListAsync(plan.Dataset.Log, plan.Content.Recipe.Sources!);
        var objects = await ReadAsync($"""
            SELECT 'object', coalesce(k.uri, l.{RowMap.UriColumn}) AS uri,
              CASE WHEN l.{RowMap.UriColumn} IS NULL THEN 'gone' WHEN k.uri IS NULL THEN 'new' ELSE 'changed' END,
              CASE WHEN l.{RowMap.UriColumn} IS NOT NULL AND k.uri IS NOT NULL THEN 'It was ' || k.identity || ', is ' || l.__pm_identity || '.' END
            FROM (SELECT DISTINCT uri, identity FROM {SourcedRows.Known}) AS k FULL JOIN {SourcedRows.Listing} AS l ON l.{RowMap.UriColumn} = k.uri
            WHERE k.identity IS DISTINCT FROM l.__pm_identity ORDER BY uri
            """);
        return [.. objects.Count > 0 ? objects : [new VerifyRow("object", null, "ok", null)], .. await SampleAsync(rows, map, sample)];
    }

    private async Task<IReadOnlyList<VerifyRow>> SampleAsync(SourcedRows rows, RowMap map, int sample)
    {
        var files = plan.Snapshot.Files.ToDictionary(f => plan.Dataset.Log.LocalPath(f.Path), f => f.Path);
        if (sample == 0 || files.Count == 0)
        {
            return [];
        }

        if (plan.Content.ChangedBy is not null)
        {
            return [new VerifyRow("row", null, "skipped", "Rows were changed by hand since, and would differ from those that the recipe gives.")];
        }

        await rows.ChooseAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"({RowMap.UriColumn}, __pm_identity) IN (SELECT (uri, identity) FROM (SELECT DISTINCT uri, identity FROM {SourcedRows.Known} WHERE file IS NOT NULL) ORDER BY random() LIMIT {sample})"));
        var fields = plan.Snapshot.Schema.Fields.Select(f => $"{SqlText.Literal(f.Name)}: t.{SqlText.Name(f.Name)}");
        var text = Rounded($"CAST(to_json({{{string.Join(", ", fields)}}}) AS VARCHAR)");
        var columns = string.Join(", ", plan.Snapshot.Schema.Fields.Select(f => SqlText.Name(f.Name)).Append(RowMap.UriColumn));
        var names = string.Join(", ", files.Select(f => $"({SqlText.Literal(f.Value)}, {SqlText.Literal(f.Key)})"));
        return await ReadAsync($"""
            WITH made AS MATERIALIZED (SELECT {RowMap.UriColumn} AS uri, list_sort(list({text})) AS texts FROM ({map.Query}) AS t({columns}) GROUP BY ALL),
            kept AS (
              SELECT k.uri, list_sort(list({text})) AS texts
              FROM ({SnapshotSql.SelectWithPosition(plan.Snapshot, plan.Snapshot.Files)}) AS t
              JOIN (VALUES {names}) AS n(short, long) ON n.long = t.{SnapshotSql.FileColumn}
              JOIN {SourcedRows.Known} AS k ON k.file = n.short AND k.position = t.{SnapshotSql.RowColumn}
              WHERE k.uri IN (SELECT coalesce(obj.uri, path) FROM {SourcedRows.Sources}) GROUP BY k.uri)
            SELECT 'row', uri, CASE WHEN made.texts IS NOT DISTINCT FROM kept.texts THEN 'ok' ELSE 'drift' END,
              CASE WHEN made.texts IS DISTINCT FROM kept.texts
                THEN 'It was ' || coalesce(array_to_string(kept.texts, ', '), 'no row') || ', would be ' || coalesce(array_to_string(made.texts, ', '), 'no row') || '.' END
            FROM kept FULL JOIN made USING (uri) ORDER BY uri
            """);
    }

    /// <summary>Nearly equal is equal: the last digits depend on which inputs went through a model together.</summary>
    private static string Rounded(string text) => $@"regexp_replace({text}, '(\.\d{{4}})\d+', '\1', 'g')";

    /// <summary>Listings without a note of their objects: all that can be told is whether they are the same.</summary>
    private async Task<IReadOnlyList<VerifyRow>> ListingsAsync()
    {
        var rows = new List<VerifyRow>();
        foreach (var listing in plan.Content.Recipe.Listings ?? [])
        {
            var subject = $"{listing.Function}({SqlText.Literal(listing.Pattern)})";
            await context.ExecuteAsync($"SELECT count(obj) FROM {subject}");
            var now = context.Statement.Inputs.Listings.First(l => (l.Function, l.Pattern) == (listing.Function, listing.Pattern));
            rows.Add(!listing.IsComplete ? new VerifyRow("listing", subject, "skipped", "The statement didn't read it to its end.") : Compare(subject, listing, now));
        }

        return rows;
    }

    private static VerifyRow Compare(string subject, ListingInput before, ListingInput now) => before.Hash == now.Hash
        ? new VerifyRow("listing", subject, "ok", null)
        : new VerifyRow("listing", subject, "changed", string.Create(
            CultureInfo.InvariantCulture, $"There were {before.Count} objects, there are {now.Count}, and not the same ones."));

    private async Task<List<VerifyRow>> ReadAsync(string query)
    {
        var rows = new List<VerifyRow>();
        foreach (var batch in await context.QueryAsync(query))
        {
            using (batch)
            {
                rows.AddRange(Enumerable.Range(0, batch.Length).Select(row => Row(batch, row)));
            }
        }

        return rows;
    }

    private static VerifyRow Row(RecordBatch batch, int row) => new(
        batch.Columns[0].GetString(row)!, batch.Columns[1].GetString(row), batch.Columns[2].GetString(row)!, batch.Columns[3].GetString(row));
}
