using PostModern.DuckDb;
using PostModern.Engine.Catalog;
using PostModern.Engine.Sql;

namespace PostModern.Engine.Planning;

/// <summary>Fetches the files behind the names that a statement mentions, itself or through views and macros, when they lie in a bucket.</summary>
/// <remarks>
/// References that the planner binds to a version are fetched with it. What remains are the views with the datasets' own names, which PIVOT,
/// EXPLAIN and the bodies of views read. A name too many costs a fetch; a name too few would be an error.
/// </remarks>
internal sealed class MentionedFiles(SnapshotViews views)
{
    private const string Definitions =
        "SELECT view_name, sql FROM duckdb_views() WHERE NOT internal AND schema_name NOT IN ('pm', '" + SnapshotViews.SchemaName + "') "
        + "UNION ALL SELECT function_name, macro_definition FROM duckdb_functions() "
        + "WHERE function_type IN ('macro', 'table_macro') AND NOT internal AND schema_name <> 'pm'";

    public async Task HoldAsync(string sql, Connection connection, StatementScope scope, CancellationToken cancellation)
    {
        var datasets = (await scope.Catalog.Warehouse.ListAsync(cancellation)).ToLookup(d => d.Name, StringComparer.OrdinalIgnoreCase);
        var names = Reach(TextThatReads(sql), ReadDefinitions(connection), datasets.Contains);
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

    /// <summary>Appending to a dataset, dropping and describing it need none of its files.</summary>
    private static string TextThatReads(string sql) => StatementParser.Parse(sql) switch
    {
        DropTableStatement => "",
        DuckDbStatement when Lexer.Tokenize(sql) is [var first, ..] && (first.Is("DESCRIBE") || first.Is("DESC") || first.Is("SHOW")) => "",
        InsertStatement insert => insert.Query ?? "",
        CreateTableStatement create => create.Query ?? "",
        _ => sql,
    };

    /// <summary>The names in a text, and in the definitions that they stand for; a dataset's own view is no further definition.</summary>
    private static HashSet<string> Reach(string sql, ILookup<string, string> definitions, Func<string, bool> isDataset)
    {
        var reached = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var texts = new Queue<string>([sql]);
        while (texts.TryDequeue(out var text))
        {
            var tokens = Lexer.Tokenize(text);
            for (var i = 0; i < tokens.Count; i++)
            {
                // An alias may be called like a dataset.
                if (tokens[i].IsName && (i == 0 || !tokens[i - 1].Is("AS")) && reached.Add(tokens[i].Name) && !isDataset(tokens[i].Name))
                {
                    foreach (var definition in definitions[tokens[i].Name])
                    {
                        texts.Enqueue(definition);
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
