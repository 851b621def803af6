using System.Text;
using System.Text.Json;
using PostModern.Arrow.Errors;
using PostModern.DuckDb;
using PostModern.Engine.Catalog;
using PostModern.Engine.Sql;

namespace PostModern.Engine.Planning;

/// <summary>Binds every dataset that a query reads without naming a version to its latest, once for the whole query.</summary>
/// <remarks>
/// DuckDB's own parser says where the query names tables, and which of those names are common table expressions; the text is then edited
/// in place, so that column names and everything else stay as the user wrote them.
/// </remarks>
internal sealed class SnapshotPinner(SnapshotViews views)
{
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
        if (!mentionsDataset && !scope.IsInPast)
        {
            return query;
        }

        if (scope.IsInPast && ExplainedQuery.Find(query, tokens) is > 0 and var start)
        {
            return query[..start] + await PinAsync(query[start..], home, connection, scope, cancellation);
        }

        if (Parse(query, connection) is not { } tree)
        {
            return mentionsDataset && scope.IsInPast ? throw NotInThePast("this statement") : query;
        }

        using (tree)
        {
            var edits = new List<Edit>();
            var pinned = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            var characters = ByteOffsets(query);
            foreach (var reference in TableReferences.Find(tree.RootElement))
            {
                var at = tokens.FindIndex(t => t.Start >= characters[reference.ByteOffset]);
                var isDescribed = DescribedTable.IsAt(tokens, at);

                // DESCRIBE t takes a name and no alias; in the present the view of the dataset's own name serves it.
                if ((isDescribed && !scope.IsInPast) || await RowsAsync(reference.Table, home, connection, scope, cancellation) is not { } rows)
                {
                    continue;
                }

                var reader = new TokenReader(query, tokens, at);
                var first = reader.Peek().Start;
                var name = reader.TakeTableName().Name;
                var end = reader.Peek(-1).End;
                edits.Add(isDescribed
                    ? DescribedTable.Replace(tokens[at - 1], end, rows)
                    : new Edit(first, end, reference.HasAlias ? rows : $"{rows} AS {SqlText.Name(name)}"));
                pinned.Add(name);
            }

            edits.AddRange(UnqualifyColumns(tokens, pinned, edits));
            edits.Sort((a, b) => a.Start.CompareTo(b.Start));
            return SqlText.Apply(query, edits);
        }
    }

    /// <summary>What to read instead of a dataset, or in the past instead of a view.</summary>
    /// <returns>Null for every other table.</returns>
    private async Task<string?> RowsAsync(
        TableName table, string? home, Connection connection, StatementScope scope, CancellationToken cancellation)
    {
        // A view's own schema comes first for the names in it.
        TableName[] meanings = table.Schema is null && home is not null ? [table with { Schema = home }, table] : [table];
        foreach (var meaning in meanings)
        {
            if (await scope.TryResolveAsync(meaning, cancellation) is { } dataset)
            {
                return await views.EnsureAsync(await scope.ReadAsync(dataset, cancellation), keep: false, cancellation);
            }

            if (scope.IsInPast && ViewDefinition.Find(meaning, connection, scope) is { } view)
            {
                return $"({await PinAsync(view.Query, view.Schema, connection, scope, cancellation)})";
            }
        }

        return null;
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
    private static List<Edit> UnqualifyColumns(List<Token> tokens, HashSet<string> pinned, List<Edit> tables)
    {
        var edits = new List<Edit>();
        for (var i = 0; i + 4 < tokens.Count; i++)
        {
            if (tokens[i].IsName && tokens[i + 1].IsSymbol(".") && pinned.Contains(tokens[i + 2].Name) && tokens[i + 3].IsSymbol(".")
                && (i == 0 || !tokens[i - 1].IsSymbol(".")) && !tables.Exists(t => t.Start <= tokens[i].Start && tokens[i].Start < t.End))
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
