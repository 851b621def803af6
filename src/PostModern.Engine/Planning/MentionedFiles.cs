using PostModern.DuckDb;
using PostModern.Engine.Catalog;
using PostModern.Engine.Sql;

namespace PostModern.Engine.Planning;

/// <summary>Fetches the files behind the datasets' own names, where they lie in a bucket and something reads them by those names.</summary>
/// <remarks>
/// References that the planner binds to a version are fetched with it, as far as the query needs its files. What remains are the views with
/// the datasets' own names, which PIVOT, SUMMARIZE and the bodies of views read. A name too many costs a fetch; a name too few would be an error.
/// </remarks>
internal sealed class MentionedFiles(SnapshotViews views)
{
    private const string Definitions =
        "SELECT view_name, sql FROM duckdb_views() WHERE NOT internal AND schema_name NOT IN ('pm', '" + SnapshotViews.SchemaName + "') "
        + "UNION ALL SELECT function_name, macro_definition FROM duckdb_functions() "
        + "WHERE function_type IN ('macro', 'table_macro') AND NOT internal AND schema_name <> 'pm'";

    /// <summary>Fetches what a statement reads before its own references are bound: through views and macros, and by names that won't be bound.</summary>
    public Task HoldAsync(string sql, Connection connection, StatementScope scope, CancellationToken cancellation)
    {
        var (text, isBound) = TextThatReads(sql);
        return HoldAsync(text, isBound, connection, scope, cancellation);
    }

    /// <summary>Fetches what a part of a statement names itself, since it can't be bound after all.</summary>
    public async Task HoldUnboundAsync(string sql, Connection connection, StatementScope scope, CancellationToken cancellation)
    {
        if (scope.Catalog.Warehouse.DataFiles.IsRemote && !scope.IsInPast && TextThatReads(sql).Text.Length > 0)
        {
            await HoldAsync(sql, isBound: false, connection, scope, cancellation);
            await views.SyncAsync(scope.Catalog, cancellation);
        }
    }

    private async Task HoldAsync(string text, bool isBound, Connection connection, StatementScope scope, CancellationToken cancellation)
    {
        var datasets = (await scope.Catalog.Warehouse.ListAsync(cancellation)).ToLookup(d => d.Name, StringComparer.OrdinalIgnoreCase);
        var names = Reach(text, isBound, ReadDefinitions(connection), datasets.Contains);
        foreach (var dataset in names.SelectMany(name => datasets[name]))
        {
            if (await SnapshotViews.TryReadAsync(dataset, cancellation) is { } latest)
            {
                await scope.HoldAsync(latest, cancellation);
                await views.EnsureAsync(latest, keep: false, cancellation);
            }
        }

        foreach (var snapshot in await views.FindKeptAsync(names, cancellation))
        {
            await scope.HoldAsync(snapshot, cancellation);
        }
    }

    /// <summary>Appending to a dataset, dropping, defining and describing it need none of its files.</summary>
    /// <returns>The text, and whether the planner binds its references to datasets where it can.</returns>
    private static (string Text, bool IsBound) TextThatReads(string sql) => StatementParser.Parse(sql) switch
    {
        DropTableStatement or AlterTableStatement or CopyFromStatement => ("", true),
        DuckDbStatement when Lexer.Tokenize(sql) is [var first, ..] && (first.Is("DESCRIBE") || first.Is("DESC") || first.Is("SHOW")) => ("", true),
        ExplainInferenceStatement explained => (explained.Query, true),
        InsertStatement insert => (insert.Query ?? "", true),
        CreateTableStatement create => (create.Query ?? "", true),
        DuckDbStatement or CopyToStatement or ChangeStatement or ExplainStatement => (sql, true),
        _ => (sql, false),
    };

    /// <summary>The names in a text, and in the definitions that they stand for; a dataset's own view is no further definition.</summary>
    /// <param name="sql">The text.</param>
    /// <param name="isBound">Whether the datasets that it names itself don't count.</param>
    /// <param name="definitions">Of views and macros.</param>
    /// <param name="isDataset">Whether a name is a dataset's.</param>
    private static HashSet<string> Reach(string sql, bool isBound, ILookup<string, string> definitions, Func<string, bool> isDataset)
    {
        var reached = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var texts = new Queue<(string Text, bool IsBound)>([(sql, isBound)]);
        while (texts.TryDequeue(out var next))
        {
            var tokens = Lexer.Tokenize(next.Text);
            for (var i = 0; i < tokens.Count; i++)
            {
                var isName = tokens[i].IsName && (i == 0 || !tokens[i - 1].Is("AS")); // An alias may be called like a dataset.
                if (isName && !(next.IsBound && isDataset(tokens[i].Name)) && reached.Add(tokens[i].Name) && !isDataset(tokens[i].Name))
                {
                    foreach (var definition in definitions[tokens[i].Name])
                    {
                        texts.Enqueue((definition, false));
                    }
                }
            }
        }

        return reached;
    }

    private static ILookup<string, string> ReadDefinitions(Connection connection)
    {
        using var found = DuckDbErrors.Translate(() => connection.Query(Definitions));
        return Enumerable.Range(0, found.Length)
            .Select(row => (Name: found.Columns[0].GetString(row)!, Sql: found.Columns[1].GetString(row)))
            .Where(d => d.Sql is not null)
            .ToLookup(d => d.Name, d => d.Sql!, StringComparer.OrdinalIgnoreCase);
    }
}
