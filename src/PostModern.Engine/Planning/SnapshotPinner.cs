using System.Text;
using System.Text.Json;
using PostModern.Arrow.Errors;
using PostModern.DuckDb;
using PostModern.Engine.Catalog;
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
    private readonly MentionedFiles _mentioned = new(views);

    /// <param name="query">A SELECT, VALUES, FROM …; anything else comes back as it is.</param>
    /// <param name="connection">Parses the query, and knows the views.</param>
    /// <param name="scope">Gives the versions, and remembers them.</param>
    /// <param name="cancellation">Stops it.</param>
    public Task<string> PinAsync(string query, Connection connection, StatementScope scope, CancellationToken cancellation) =>
        PinAsync(query, null, connection, scope, cancellation);

    /// <param name="query">A query, or one that is explained.</param>
    /// <param name="home">The schema of the view whose query it is.</param>
    /// <param name="connection">Parses the query, and knows the views.</param>
    /// <param name="scope">Gives the versions, and remembers them.</param>
    /// <param name="cancellation">Stops it.</param>
    private async Task<string> PinAsync(
        string query, string? home, Connection connection, StatementScope scope, CancellationToken cancellation)
    {
        var tokens = Lexer.Tokenize(query);
        var mentionsDataset = await MentionsDatasetAsync(tokens, scope, cancellation);
        if (!mentionsDataset && !scope.IsInPast && !scope.Inputs.Any(i => i.IsNamed))
        {
            return query;
        }

        if (scope.IsInPast && ExplainedQuery.Find(query, tokens) is > 0 and var start)
        {
            return query[..start] + await PinAsync(query[start..], home, connection, scope, cancellation);
        }

        if (Parse(query, connection) is not { } tree)
        {
            return mentionsDataset && scope.IsInPast ? throw NotInThePast("this statement") : await WithNamedVersionsAsync(query, connection, scope, cancellation);
        }

        using (tree)
        {
            var scans = await FindAsync(query, tokens, tree.RootElement, home, connection, scope, cancellation);
            var qualified = UnqualifyColumns(tokens, scans);
            string Write(IReadOnlyList<string> sources) =>
                SqlText.Apply(query, [.. scans.Select((s, i) => s.ReadFrom(sources[i])).Concat(qualified).OrderBy(e => e.Start)]);
            return Write(await ReadAsync(scans, Write, connection, scope, cancellation));
        }
    }

    /// <summary>A statement that isn't taken apart reads whole versions, by the views that time travel has named.</summary>
    private async Task<string> WithNamedVersionsAsync(string statement, Connection connection, StatementScope scope, CancellationToken cancellation)
    {
        await _mentioned.HoldUnboundAsync(statement, connection, scope, cancellation);
        foreach (var input in scope.Inputs.Where(i => i.IsNamed))
        {
            await scope.HoldAsync(input.Snapshot, cancellation);
            await views.EnsureAsync(input.Snapshot, keep: false, cancellation);
        }

        return statement;
    }

    /// <summary>The places where the query names a dataset, a version of one that time travel has led to its view, or in the past a view.</summary>
    private async Task<List<PinnedScan>> FindAsync(
        string query, List<Token> tokens, JsonElement tree, string? home, Connection connection, StatementScope scope, CancellationToken cancellation)
    {
        if (!scope.IsInPast && tokens.Exists(t => t.Is("SUMMARIZE")))
        {
            await _mentioned.HoldUnboundAsync(query, connection, scope, cancellation);
        }

        var scans = new List<PinnedScan>();
        var characters = ByteOffsets(query);
        foreach (var reference in TableReferences.Find(tree))
        {
            var at = tokens.FindIndex(t => t.Start >= characters[reference.ByteOffset]);
            var isDescribed = DescribedTable.IsAt(tokens, at);

            // DESCRIBE t takes a name and no alias; in the present the view of the dataset's own name serves it.
            if ((isDescribed && !scope.IsInPast) || await RowsAsync(reference.Table, home, connection, scope, cancellation) is not { } rows)
            {
                continue;
            }

            var reader = new TokenReader(query, tokens, at);
            var start = reader.Peek().Start;
            var name = reader.TakeTableName().Name;
            scans.Add(new PinnedScan(start, reader.Peek(-1).End, name, reference.HasAlias, rows) { Describes = isDescribed ? tokens[at - 1] : null });
        }

        return scans;
    }

    /// <summary>What to read instead of a dataset, or in the past instead of a view.</summary>
    /// <returns>Null for every other table.</returns>
    private async Task<PinnedRows?> RowsAsync(
        TableName table, string? home, Connection connection, StatementScope scope, CancellationToken cancellation)
    {
        if (table.Schema == SnapshotViews.SchemaName)
        {
            return scope.Inputs.FirstOrDefault(i => i.IsNamed && i.Snapshot.Identity == table.Name) is { } named ? new PinnedRows(named.Snapshot, null) : null;
        }

        // A view's own schema comes first for the names in it.
        TableName[] meanings = table.Schema is null && home is not null ? [table with { Schema = home }, table] : [table];
        foreach (var meaning in meanings)
        {
            if (await scope.TryResolveAsync(meaning, cancellation) is { } dataset)
            {
                return new PinnedRows(await scope.ReadAsync(dataset, cancellation), null);
            }

            if (scope.IsInPast && ViewDefinition.Find(meaning, connection, scope) is { } view)
            {
                return new PinnedRows(null, $"({await PinAsync(view.Query, view.Schema, connection, scope, cancellation)})");
            }
        }

        return null;
    }

    /// <summary>For each scan the SQL that reads it: a view's query, the view of its version, or only the files that the query needs.</summary>
    private async Task<IReadOnlyList<string>> ReadAsync(
        List<PinnedScan> scans, Func<IReadOnlyList<string>, string> write, Connection connection, StatementScope scope, CancellationToken cancellation)
    {
        var files = pruner.Prune([.. scans.Select(s => s.Rows)], write, scope.Parameters, connection);
        var sources = new List<string>();
        for (var i = 0; i < scans.Count; i++)
        {
            sources.Add(scans[i].Rows switch
            {
                { Query: { } query } => query,
                { Snapshot: var version } when files[i] is { } few => await ReadAsync(version!, few, scope, cancellation),
                { Snapshot: var version } => await ReadAsync(version!, scope, cancellation),
            });
        }

        return sources;
    }

    private async Task<string> ReadAsync(Snapshot version, StatementScope scope, CancellationToken cancellation)
    {
        await OpenAsync(version, version.Files, scope, cancellation);
        return await views.EnsureAsync(version, keep: false, cancellation);
    }

    private static async Task<string> ReadAsync(Snapshot version, IReadOnlyList<AddFile> few, StatementScope scope, CancellationToken cancellation)
    {
        await OpenAsync(version, few, scope, cancellation);
        return $"({SnapshotSql.Select(version, few)})";
    }

    /// <summary>Fetches the footers; what else is needed shows when the whole query is bound.</summary>
    private static async Task OpenAsync(Snapshot version, IReadOnlyList<AddFile> files, StatementScope scope, CancellationToken cancellation)
    {
        var held = scope.Hold(await version.HoldAsync(files, cancellation));
        await ParquetFooter.FetchAsync(held.Copies, cancellation);
        scope.AddPartial(held.Copies);
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
