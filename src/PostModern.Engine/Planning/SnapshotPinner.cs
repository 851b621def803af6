using System.Text;
using System.Text.Json;
using PostModern.DuckDb;
using PostModern.Engine.Sql;

namespace PostModern.Engine.Planning;

/// <summary>Binds every dataset that a query reads without naming a version to its latest, once for the whole query.</summary>
/// <remarks>
/// DuckDB's own parser says where the query names tables, and which of those names are common table expressions; the text is then edited
/// in place, so that column names and everything else stay as the user wrote them.
/// </remarks>
internal sealed class SnapshotPinner(DatasetCatalog catalog, SnapshotViews views)
{
    /// <param name="query">A SELECT, VALUES, FROM …; anything else comes back as it is.</param>
    /// <param name="inputs">Versions pinned so far; added to, and reused for further references.</param>
    public async Task<string> PinAsync(string query, Connection connection, List<PinnedDataset> inputs, CancellationToken cancellation)
    {
        var tokens = Lexer.Tokenize(query);
        if (!await MentionsDatasetAsync(tokens, cancellation) || Parse(query, connection) is not { } tree)
        {
            return query;
        }

        using (tree)
        {
            var edits = new List<Edit>();
            var pinned = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            var characters = ByteOffsets(query);
            foreach (var reference in TableReferences.Find(tree.RootElement))
            {
                if (await catalog.TryResolveAsync(reference.Table, cancellation) is not { } dataset)
                {
                    continue;
                }

                var snapshot = await dataset.LatestAsync(cancellation);
                if (inputs.FirstOrDefault(i => i.Schema == dataset.Schema && i.Name == dataset.Name && i.IsLatest) is { Name: not null } known)
                {
                    snapshot = await dataset.AtVersionAsync(known.Version, cancellation);
                }
                else
                {
                    inputs.Add(new PinnedDataset(dataset.Schema, dataset.Name, snapshot.Version, IsLatest: true));
                }

                var reader = new TokenReader(query, tokens, tokens.FindIndex(t => t.Start >= characters[reference.ByteOffset]));
                var start = reader.Peek().Start;
                var name = reader.TakeTableName().Name;
                var alias = reference.HasAlias ? "" : $" AS {SqlText.Name(name)}";
                edits.Add(new Edit(start, reader.Peek(-1).End, await views.EnsureAsync(snapshot, cancellation) + alias));
                pinned.Add(name);
            }

            edits.AddRange(UnqualifyColumns(tokens, pinned, edits));
            edits.Sort((a, b) => a.Start.CompareTo(b.Start));
            return SqlText.Apply(query, edits);
        }
    }

    private async ValueTask<bool> MentionsDatasetAsync(List<Token> tokens, CancellationToken cancellation)
    {
        var names = await catalog.NamesAsync(cancellation);
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
