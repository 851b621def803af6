using System.Text.Json;
using PostModern.DuckDb;
using PostModern.Engine.Sql;
using PostModern.Lake.Delta;

namespace PostModern.Engine.Planning;

/// <summary>Finds the files of versions that a query has to open, by the statistics that the Delta log keeps of them.</summary>
/// <remarks>
/// DuckDB opens every file that it is given, only to find in its footer that a filter excludes it: seconds for ten thousand. So the query is
/// planned first over stubs without files; what its optimizer then drops right above a stub decides, evaluated by DuckDB itself over the statistics.
/// </remarks>
internal sealed class FilePruner(ScanStubs stubs)
{
    // Planning twice costs about a millisecond: with fewer files there is nothing to win.
    private const int FewestFiles = 16;

    /// <param name="rows">What the query reads, one a reference.</param>
    /// <param name="write">The query's text, from the SQL to read each reference.</param>
    /// <param name="connection">Plans it.</param>
    /// <returns>For each reference the files to read; null where all are needed.</returns>
    public IReadOnlyList<IReadOnlyList<AddFile>?> Prune(
        IReadOnlyList<PinnedRows> rows, Func<IReadOnlyList<string>, string> write, Connection connection)
    {
        if (!rows.Any(r => r.Snapshot?.Files.Count >= FewestFiles))
        {
            return new IReadOnlyList<AddFile>?[rows.Count];
        }

        var ids = rows.Select(r => r.Snapshot is { } version ? stubs.Open(version) : "").ToList();
        try
        {
            var query = write([.. rows.Select((r, i) => r.Query ?? $"({SnapshotSql.SelectFrom(r.Snapshot!, $"{ScanStubs.ScanFunction}({SqlText.Literal(ids[i])})")})")]);
            using var plans = Plan(query, connection);
            var scans = (plans is null ? [] : ScanFilters.Find(plans.RootElement.GetProperty("plans"))).ToLookup(s => s.Id);
            return [.. rows.Select((r, i) => r.Snapshot?.Files.Count >= FewestFiles ? Select(r.Snapshot, ids[i], [.. scans[ids[i]]], connection) : null)];
        }
        finally
        {
            ids.ForEach(stubs.Close);
        }
    }

    /// <returns>Null when DuckDB can't plan it so: preparing it will say why, or do it.</returns>
    private static JsonDocument? Plan(string query, Connection connection)
    {
        try
        {
            using var result = connection.Query($"SELECT json_serialize_plan({SqlText.Literal(query)}, optimize := true)");
            var plans = JsonDocument.Parse(result.Columns[0].GetString(0)!);
            if (!plans.RootElement.GetProperty("error").GetBoolean())
            {
                return plans;
            }

            plans.Dispose();
            return null;
        }
        catch (Exception e) when (e is DuckDbException or JsonException)
        {
            // JSON has no NaN: a query with one in it comes back as text that isn't JSON.
            return null;
        }
    }

    /// <summary>A query can read one reference in several places, as DuckDB unfolds common table expressions: each place needs its files.</summary>
    private static List<AddFile>? Select(Snapshot version, string id, IReadOnlyList<FilteredScan> scans, Connection connection)
    {
        var predicates = scans.Select(s => new FilePredicate(s, version).Of()).ToList();
        if (predicates.Count == 0 || predicates.Contains(null))
        {
            return null;
        }

        var files = new List<AddFile>();
        using var result = connection.Query(
            $"SELECT position FROM {ScanStubs.StatisticsFunction}({SqlText.Literal(id)}) "
            + $"WHERE ({string.Join(" OR ", predicates.Select(p => $"({p})"))}) IS DISTINCT FROM false ORDER BY position");
        foreach (var position in result.Columns[0].Values<long>())
        {
            files.Add(version.Files[(int)position]);
        }

        return files.Count < version.Files.Count ? files : null;
    }
}
