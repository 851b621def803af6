using System.Text;
using System.Text.Json;
using PostModern.Arrow.Errors;
using PostModern.DuckDb;
using PostModern.Engine.Catalog;
using PostModern.Engine.Planning.Pruning;
using PostModern.Engine.Sql;
using PostModern.Lake.Delta;

namespace PostModern.Engine.Planning;

/// <summary>Binds every dataset that a query reads without naming a version to its latest, once for the whole query.</summary>
/// <remarks>
/// DuckDB's own parser says where the query names tables, and which of those names are common table expressions; the text is then edited
/// in place, so that column names and everything else stay as the user wrote them.
/// </remarks>
internal sealed class SnapshotPinner(SnapshotViews views, FilePruner pruner)
{
    /// <param name="query">A SELECT, VALUES, FROM …; anything else comes back as it is.</param>
    /// <param name="scope">Gives the versions, and remembers them.</param>
    public async Task<string> PinAsync(string query, Connection connection, StatementScope scope, CancellationToken cancellation)
    {
        var tokens = Lexer.Tokenize(query);
        var mentionsDataset = await MentionsDatasetAsync(tokens, scope, cancellation);
        var namesVersion = scope.Inputs.Any(i => i.IsNamed);
        if ((!mentionsDataset && !namesVersion && !scope.IsInPast) || Parse(query, connection) is not { } tree)
        {
            if (mentionsDataset && scope.IsInPast)
            {
                throw NotInThePast("this statement");
            }

            foreach (var input in scope.Inputs.Where(i => i.IsNamed))
            {
                await views.EnsureAsync(input.Snapshot, keep: false, cancellation);
            }

            return query;
        }

        using (tree)
        {
            var scans = await FindAsync(query, tokens, tree.RootElement, connection, scope, cancellation);
            var qualified = UnqualifyColumns(tokens, scans);
            string Write(IReadOnlyList<string> sources) =>
                SqlText.Apply(query, [.. scans.Select((s, i) => s.ReadFrom(sources[i])).Concat(qualified).OrderBy(e => e.Start)]);
            return Write(await ReadAsync(scans, Write, connection, cancellation));
        }
    }

    /// <summary>The places where the query names a dataset, or a version of one that time travel has led to its view.</summary>
    private static async Task<List<PinnedScan>> FindAsync(
        string query, List<Token> tokens, JsonElement tree, Connection connection, StatementScope scope, CancellationToken cancellation)
    {
        var scans = new List<PinnedScan>();
        var characters = ByteOffsets(query);
        foreach (var reference in TableReferences.Find(tree))
        {
            var at = tokens.FindIndex(t => t.Start >= characters[reference.ByteOffset]);
            var isDescribed = IsDescribed(tokens, at);
            if (FindNamed(reference.Table, scope) is not { } snapshot)
            {
                if (isDescribed || await scope.TryResolveAsync(reference.Table, cancellation) is not { } dataset)
                {
                    RefusePast(reference.Table, isDescribed, connection, scope);
                    continue;
                }

                snapshot = await scope.ReadAsync(dataset, cancellation);
            }

            var reader = new TokenReader(query, tokens, at);
            var start = reader.Peek().Start;
            var name = reader.TakeTableName().Name;
            scans.Add(new PinnedScan(start, reader.Peek(-1).End, name, reference.HasAlias, snapshot));
        }

        return scans;
    }

    /// <summary>The version whose view stands where the statement named it.</summary>
    private static Snapshot? FindNamed(TableName view, StatementScope scope) => view.Schema == SnapshotViews.SchemaName
        ? scope.Inputs.FirstOrDefault(i => i.IsNamed && i.Snapshot.Identity == view.Name)?.Snapshot
        : null;

    /// <summary>For each scan the SQL that reads it: the view of its version, or only the files that the query needs.</summary>
    private async Task<IReadOnlyList<string>> ReadAsync(
        List<PinnedScan> scans, Func<IReadOnlyList<string>, string> write, Connection connection, CancellationToken cancellation)
    {
        var files = scans.Exists(s => FilePruner.IsWorthwhile(s.Snapshot))
            ? pruner.Prune([.. scans.Select(s => s.Snapshot)], write, connection)
            : new IReadOnlyList<AddFile>?[scans.Count];
        var sources = new List<string>();
        for (var i = 0; i < scans.Count; i++)
        {
            sources.Add(files[i] is { } few
                ? $"({SnapshotSql.Select(scans[i].Snapshot, [.. few.Select(f => scans[i].Snapshot.Log.Resolve(f.Path))])})"
                : await views.EnsureAsync(scans[i].Snapshot, keep: false, cancellation));
        }

        return sources;
    }

    /// <summary>DESCRIBE t takes a name and no alias; the view of the dataset's own name serves it.</summary>
    private static bool IsDescribed(List<Token> tokens, int at) =>
        at > 0 && (tokens[at - 1].Is("DESCRIBE") || tokens[at - 1].Is("DESC") || tokens[at - 1].Is("SUMMARIZE") || tokens[at - 1].Is("SHOW"));

    /// <summary>A view, and what describes a dataset, would show the present where the session wants the past.</summary>
    private static void RefusePast(TableName table, bool isDescribed, Connection connection, StatementScope scope)
    {
        if (scope.IsInPast && (isDescribed || IsView(table, connection, scope)))
        {
            throw NotInThePast($"'{table}'");
        }
    }

    private static bool IsView(TableName table, Connection connection, StatementScope scope)
    {
        using var found = connection.Query(
            $"SELECT count(*) FROM duckdb_views() WHERE NOT internal AND schema_name = {SqlText.Literal(scope.SchemaOf(table))} "
            + $"AND schema_name NOT IN ('pm', '{SnapshotViews.SchemaName}') AND view_name = {SqlText.Literal(table.Name)} COLLATE NOCASE");
        return found.Columns[0].Values<long>()[0] > 0;
    }

    private static ServerException NotInThePast(string what) => new(
        ErrorCode.Unsupported,
        $"With pm.as_of set, {what} would read the present. Name the datasets and their versions in a query instead, or RESET pm.as_of.");

    private static async ValueTask<bool> MentionsDatasetAsync(List<Token> tokens, StatementScope scope, CancellationToken cancellation)
    {
        var names = await scope.NamesAsync(cancellation);
        return names.Count > 0 && tokens.Exists(t => t.IsName && names.Contains(t.Name));
    }

    /// <returns>Null when DuckDB can't parse it as a query: executing it will say why, or do it.</returns>
    private static JsonDocument? Parse(string query, Connection connection)
    {
        using var result = DuckDbErrors.Translate(() => connection.Query($"SELECT json_serialize_sql({SqlText.Literal(query)})"));
        var tree = JsonDocument.Parse(result.Columns[0].GetString(0)!);
        if (!tree.RootElement.GetProperty("error").GetBoolean())
        {
            return tree;
        }

        tree.Dispose();
        return null;
    }

    /// <summary>With an alias in place of the table's own name, <c>main.catalog.caption</c> would no longer bind; <c>catalog.caption</c> does.</summary>
    private static List<Edit> UnqualifyColumns(List<Token> tokens, List<PinnedScan> scans)
    {
        var edits = new List<Edit>();
        var pinned = scans.Select(s => s.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i + 4 < tokens.Count; i++)
        {
            if (tokens[i].IsName && tokens[i + 1].IsSymbol(".") && pinned.Contains(tokens[i + 2].Name) && tokens[i + 3].IsSymbol(".")
                && (i == 0 || !tokens[i - 1].IsSymbol(".")) && !scans.Exists(s => s.Start <= tokens[i].Start && tokens[i].Start < s.End))
            {
                edits.Add(new Edit(tokens[i].Start, tokens[i + 2].Start, ""));
            }
        }

        return edits;
    }

    /// <summary>The parser counts UTF-8 bytes, our tokens UTF-16 characters: the character at each byte.</summary>
    private static int[] ByteOffsets(string text)
    {
        var offsets = new int[Encoding.UTF8.GetByteCount(text) + 1];
        var at = 0;
        for (var i = 0; i < text.Length;)
        {
            Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out var length);
            offsets.AsSpan(at, rune.Utf8SequenceLength).Fill(i);
            at += rune.Utf8SequenceLength;
            i += length;
        }

        offsets[at] = text.Length;
        return offsets;
    }
}
