using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;
using PostModern.Engine.Sql;
using PostModern.Lake.Catalog;
using PostModern.Lake.Delta;

namespace PostModern.Engine.Execution;

/// <summary>INSERT INTO: more files, cast to the dataset's types.</summary>
/// <param name="statement">The statement.</param>
/// <param name="dataset">The target.</param>
/// <param name="snapshot">The target as it is now.</param>
/// <param name="query">The columns of the statement's query; null for DEFAULT VALUES.</param>
internal sealed class Insert(InsertStatement statement, Dataset dataset, Snapshot snapshot, Schema? query) : ICommand
{
    /// <summary>The rows as they will be written: the dataset's columns in order, those not named as NULL.</summary>
    private readonly string _rows = Query(statement, snapshot.Schema, query);

    public string Probe => Returned(_rows);

    public bool ReturnsRows => statement.Returning is not null;

    // A RETURNING with parameters has another list for each row of them.
    public bool TakesAllRows { get; } = statement.Returning is not { } list || !Lexer.Tokenize(list).Exists(t => t.Kind == TokenKind.Parameter);

    public async Task<long?> ExecuteAsync(CommandContext context)
    {
        using var collected = await CollectAsync(context);
        var rows = collected?.Query ?? _rows;
        if (ReturnsRows)
        {
            await context.Returned.AddAsync(context, Returned(rows));
        }

        return await Append.RunAsync(context, dataset, snapshot, rows) ?? 0;
    }

    /// <summary>RETURNING needs the rows twice, and many rows of parameters are to be one file; else they go straight into it.</summary>
    private async Task<CollectedRows?> CollectAsync(CommandContext context) =>
        TakesAllRows && context.Values is { Length: > 1 } ? await CollectedRows.RunEachRowAsync(context, _rows)
        : ReturnsRows ? await CollectedRows.RunAsync(context, _rows)
        : null;

    private string Returned(string rows) => statement.Returning is null ? rows : ReturningSql.Select(statement, rows);

    private static string Query(InsertStatement statement, Schema table, Schema? query)
    {
        if (query is null)
        {
            return $"SELECT {string.Join(", ", DeltaSchema.ColumnsOf(table).Select(c => Cast("NULL", c)))}";
        }

        var targets = statement.ByName ? Names(query) : statement.Columns ?? Names(table);
        if (targets.Count != query.Fields.Count)
        {
            throw new ServerException(
                ErrorCode.InvalidInput,
                $"INSERT INTO {statement.Table} fills {targets.Count} columns ({string.Join(", ", targets)}), but the query has {query.Fields.Count}.");
        }

        var sources = Match(statement.Table, targets, table);
        var values = DeltaSchema.ColumnsOf(table).Select((column, i) => Cast(sources[i] is { } source ? $"c{source}" : "NULL", column));
        var names = string.Join(", ", Enumerable.Range(0, targets.Count).Select(i => $"c{i}"));
        return $"SELECT {string.Join(", ", values)} FROM ({statement.Rows}) AS _({names})";
    }

    /// <summary>For each column of the table the position of its value; null where none is given.</summary>
    private static int?[] Match(TableName name, IReadOnlyList<string> targets, Schema table)
    {
        var sources = new int?[table.Fields.Count];
        for (var i = 0; i < targets.Count; i++)
        {
            var column = Names(table).FindIndex(n => n.Equals(targets[i], StringComparison.OrdinalIgnoreCase));
            if (column < 0 || sources[column] is not null)
            {
                var problem = column < 0 ? $"Dataset '{name}' has no column '{targets[i]}'" : $"Column '{targets[i]}' is named twice";
                throw new ServerException(ErrorCode.InvalidInput, $"{problem}. Its columns are: {string.Join(", ", Names(table))}.");
            }

            sources[column] = i;
        }

        return sources;
    }

    private static List<string> Names(Schema schema) => [.. schema.Fields.Select(f => f.Name)];

    private static string Cast(string value, DeltaColumn column) =>
        $"CAST({value} AS {column.Type}) AS {SqlText.Name(column.Name)}";
}
