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
    /// <param name="scope">Gives the versions, and remembers them.</param>
    public async Task<string> PinAsync(string query, Connection connection, StatementScope scope, CancellationToken cancellation)
    {
        var tokens = Lexer.Tokenize(query);
        var mentionsDataset = await MentionsDatasetAsync(tokens, scope, cancellation);
        if ((!mentionsDataset && !scope.IsInPast) || Parse(query, connection) is not { } tree)
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
                if (isDescribed || await scope.TryResolveAsync(reference.Table, cancellation) is not { } dataset)
                {
                    RefusePast(reference.Table, isDescribed, connection, scope);
                    continue;
                }

                var reader = new TokenReader(query, tokens, at);
                var start = reader.Peek().Start;
                var name = reader.TakeTableName().Name;
                var view = await views.EnsureAsync(await scope.ReadAsync(dataset, cancellation), keep: false, cancellation);
                edits.Add(new Edit(start, reader.Peek(-1).End, reference.HasAlias ? view : $"{view} AS {SqlText.Name(name)}"));
                pinned.Add(name);
            }

            edits.AddRange(UnqualifyColumns(tokens, pinned, edits));
            edits.Sort((a, b) => a.Start.CompareTo(b.Start));
            return SqlText.Apply(query, edits);
        }
    }

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
