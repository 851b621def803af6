using System.Collections.Concurrent;
using System.Text.Json;
using PostModern.DuckDb;
using PostModern.Engine.Catalog;
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
    private const int MostKnown = 128;

    private readonly ConcurrentDictionary<(string Version, string Filter), List<AddFile>?> _known = new();

    /// <param name="rows">What the query reads, one a reference.</param>
    /// <param name="write">The query's text, from the SQL to read each reference.</param>
    /// <param name="parameters">Its parameters' values; null while it is only prepared.</param>
    /// <param name="connection">Plans it.</param>
    /// <returns>For each reference the files to read; null where all are needed.</returns>
    public IReadOnlyList<IReadOnlyList<AddFile>?> Prune(
        IReadOnlyList<PinnedRows> rows, Func<IReadOnlyList<string>, string> write, BoundParameters? parameters, Connection connection)
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
            return [.. rows.Select((r, i) => r.Snapshot?.Files.Count >= FewestFiles ? Select(r.Snapshot, [.. scans[ids[i]]], parameters, connection) : null)];
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
    private List<AddFile>? Select(Snapshot version, IReadOnlyList<FilteredScan> scans, BoundParameters? parameters, Connection connection)
    {
        var texts = new StatisticsTexts();
        var predicates = scans.Select(s => new FilePredicate(s, version, parameters, texts).Of()).ToList();
        if (predicates.Count == 0 || predicates.Contains(null))
        {
            return null;
        }

        // A statement is planned when it is prepared and again when it runs, mostly with the same filters on the same version.
        var statistics = $"{ScanStubs.StatisticsFunction}({SqlText.Literal(scans[0].Id)})";
        var condition = $"({string.Join(" OR ", predicates.Select(p => $"({p})"))}) IS DISTINCT FROM false";
        var filter = (version.Identity, $"{texts.Columns} WHERE {condition}");
        if (!_known.TryGetValue(filter, out var files))
        {
            files = Find(version, $"SELECT position FROM (SELECT position, {texts.Columns} FROM {statistics}) WHERE {condition} ORDER BY position", connection);
            Remember(filter, files);
        }

        return files;
    }

    private void Remember((string Version, string Filter) filter, List<AddFile>? files)
    {
        if (_known.Count >= MostKnown)
        {
            _known.Clear();
        }

        _known[filter] = files;
    }

    /// <returns>Null when it is all of them.</returns>
    private static List<AddFile>? Find(Snapshot version, string query, Connection connection)
    {
        var files = new List<AddFile>();
        using var result = connection.Query(query);
        foreach (var position in result.Columns[0].Values<long>())
        {
            files.Add(version.Files[(int)position]);
        }

        return files.Count < version.Files.Count ? files : null;
    }
}
