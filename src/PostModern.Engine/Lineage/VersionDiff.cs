using PostModern.Arrow.Types;
using PostModern.Engine.Planning;
using PostModern.Engine.Sql;
using PostModern.Lake.Delta;
using PostModern.Lake.Objects;

namespace PostModern.Engine.Lineage;

/// <summary>The query for what is different between two versions of a dataset.</summary>
/// <remarks>Files that both versions have hold no difference and are not read.</remarks>
/// <param name="before">One version.</param>
/// <param name="after">The other.</param>
/// <param name="causes">Why files changed, by path.</param>
internal sealed class VersionDiff(Snapshot before, Snapshot after, IReadOnlyDictionary<string, string> causes)
{
    // What rows from listings are usually known by.
    private static readonly string[] s_keyNames = ["uri", "path", "id", "key", "name"];

    private readonly AddFile[] _old = Own(before, after);
    private readonly AddFile[] _new = Own(after, before);

    /// <summary>Expressions that could tell rows from each other, the best first; for both versions.</summary>
    public IEnumerable<string> KeyCandidates =>
        ObjectColumn is { } obj ? [$"{SqlText.Name(obj)}.uri"] : s_keyNames.Where(n => HasColumn(before, n) && HasColumn(after, n)).Select(SqlText.Name);

    private string? ObjectColumn => before.Schema.Fields.FirstOrDefault(f => IsObject(f) && after.Schema.Fields.Any(g => g.Name == f.Name && IsObject(g)))?.Name;

    /// <summary>Makes sure that the files to compare can be read, until the results are disposed.</summary>
    public Task<IDisposable[]> FetchAsync(CancellationToken cancellation) =>
        Task.WhenAll(before.FetchAsync(_old, cancellation), after.FetchAsync(_new, cancellation));

    /// <summary>Whether an expression tells all rows that are to be compared from each other.</summary>
    public string UniqueQuery(string key) =>
        $"SELECT (SELECT count(*) = count(DISTINCT {key}) FROM ({Rows(before, _old)})) AND (SELECT count(*) = count(DISTINCT {key}) FROM ({Rows(after, _new)}))";

    /// <summary>The rows of <c>pm.diff</c>.</summary>
    /// <param name="key">A unique expression; null to compare whole rows.</param>
    public string Query(string? key)
    {
        var join = key is null ? "b.row_text = a.row_text AND b.n = a.n" : "b.key = a.key";
        return $"""
            WITH b AS ({Side(before, _old, key)}), a AS ({Side(after, _new, key)})
            SELECT CASE WHEN b.n IS NULL THEN 'A' WHEN a.n IS NULL THEN 'D' ELSE 'M' END AS change,
              CASE WHEN b.state IS DISTINCT FROM a.state AND b.n IS NOT NULL AND a.n IS NOT NULL THEN '{CommitCauses.Object}' ELSE coalesce(a.cause, b.cause) END AS cause,
              coalesce(a.key, b.key) AS key, b.row_text AS before, a.row_text AS after
            FROM b FULL JOIN a ON {join}
            WHERE b.row_text IS DISTINCT FROM a.row_text
            ORDER BY key, before, after
            """;
    }

    /// <summary>The files that only one of the versions has; all of them when the columns are others, since then every row is.</summary>
    private static AddFile[] Own(Snapshot snapshot, Snapshot other)
    {
        var shared = snapshot.Metadata.SchemaString == other.Metadata.SchemaString ? other.Files.Select(f => (f.Path, f.DeletionVector)).ToHashSet() : [];
        return [.. snapshot.Files.Where(f => !shared.Contains((f.Path, f.DeletionVector)))];
    }

    private string Side(Snapshot snapshot, AddFile[] files, string? key)
    {
        var fields = string.Join(", ", snapshot.Schema.Fields.Select(f => $"{SqlText.Literal(f.Name)}: t.{SqlText.Name(f.Name)}"));
        var state = ObjectColumn is { } obj ? $"coalesce(t.{SqlText.Name(obj)}.version, t.{SqlText.Name(obj)}.etag)" : "NULL";
        return $"""
            SELECT *, row_number() OVER (PARTITION BY row_text) AS n
            FROM (SELECT CAST(to_json({"{"}{fields}{"}"}) AS VARCHAR) AS row_text, {(key is null ? "NULL::VARCHAR" : $"CAST({key} AS VARCHAR)")} AS key,
              {state}::VARCHAR AS state, {Causes(snapshot, files)}[t.{SnapshotSql.FileColumn}] AS cause
              FROM ({Rows(snapshot, files)}) AS t)
            """;
    }

    private string Causes(Snapshot snapshot, AddFile[] files)
    {
        var known = files.Where(f => causes.ContainsKey(f.Path))
            .Select(f => $"{SqlText.Literal(snapshot.Log.LocalPath(f.Path))}: {SqlText.Literal(causes[f.Path])}").ToList();
        return known.Count > 0 ? $"MAP {"{"}{string.Join(", ", known)}{"}"}" : "MAP {'': ''}";
    }

    private static string Rows(Snapshot snapshot, AddFile[] files) => SnapshotSql.SelectWithPosition(snapshot, files);

    private static bool HasColumn(Snapshot snapshot, string name) =>
        snapshot.Schema.Fields.Any(f => f.Name.Equals(name, StringComparison.OrdinalIgnoreCase) && f.Type.Children.Count == 0);

    private static bool IsObject(Field field) =>
        field.Type is StructType fields && fields.Fields.Select(f => f.Name).SequenceEqual(ObjectRef.ArrowType.Fields.Select(f => f.Name));
}
