using PostModern.Arrow.Errors;
using PostModern.DuckDb;
using PostModern.Engine.Catalog;
using PostModern.Engine.Sql;

namespace PostModern.Engine.Planning;

/// <summary>From a statement's text to a <see cref="Plan"/>: options, versions, names.</summary>
/// <param name="views">How DuckDB sees the versions.</param>
/// <param name="modelFunctions">Functions that take <c>k => v</c> options, in lower case.</param>
internal sealed class Planner(SnapshotViews views, IReadOnlySet<string> modelFunctions)
{
    private const string ExpressionPrefix = "SELECT ";

    private static readonly HashSet<string> s_tableWords = new(StringComparer.OrdinalIgnoreCase)
    {
        "FROM", "JOIN", "SHOW", "DESCRIBE", "DESC", "SUMMARIZE", "PIVOT", "UNPIVOT", "TABLE", "CALL", "PRAGMA", "COPY", "EXPORT",
    };

    private readonly TimeTravel _timeTravel = new(views);
    private readonly SnapshotPinner _pinner = new(views);
    private readonly MentionedFiles _mentioned = new(views);

    /// <exception cref="ServerException">The text is no single statement, or names what doesn't exist.</exception>
    public async Task<Plan> PlanAsync(string sql, Connection connection, StatementScope scope, CancellationToken cancellation)
    {
        var statement = SqlScript.Split(sql) switch
        {
            [var one] => one.Text,
            [] => throw new ServerException(ErrorCode.InvalidInput, "The statement is empty."),
            var many => throw new ServerException(ErrorCode.Unsupported, $"The text holds {many.Count} statements; send one at a time."),
        };
        var text = PositionalParameters.Rewrite(FunctionOptions.Rewrite(statement, modelFunctions));
        text = await _timeTravel.RewriteAsync(text, connection, scope, cancellation);
        if (ReadsTables(text))
        {
            if (scope.Catalog.Warehouse.DataFiles.IsRemote && !scope.IsInPast)
            {
                await _mentioned.HoldAsync(text, connection, scope, cancellation);
            }

            await views.SyncAsync(scope.Catalog, cancellation);
        }

        return new Plan(await BindAsync(StatementParser.Parse(text), connection, scope, cancellation), scope);
    }

    private async Task<SqlStatement> BindAsync(
        SqlStatement statement, Connection connection, StatementScope scope, CancellationToken cancellation)
    {
        // A target that is no dataset is a temporary table, or a mistake that DuckDB explains.
        if (statement is DatasetStatement target and not CreateTableStatement && await scope.TryResolveAsync(target.Table, cancellation) is null)
        {
            statement = new DuckDbStatement(statement.Text);
        }

        if (statement is ViewStatement { View: var view })
        {
            // The dataset's own name is a view to DuckDB; replacing or dropping that would hide the dataset from everything that lists it.
            return await scope.TryResolveAsync(view, cancellation) is null
                ? statement
                : throw new ServerException(ErrorCode.AlreadyExists, $"'{view}' is a dataset, not a view. Change it as a table, or take another name.");
        }

        // Without such a word there is no table, and no need to look at the warehouse.
        Task<string> Pin(string text) => ReadsTables(text) ? _pinner.PinAsync(text, connection, scope, cancellation) : Task.FromResult(text);
        return statement switch
        {
            DuckDbStatement other => new DuckDbStatement(await Pin(other.Text)),
            CreateTableStatement { Query: { } query } create => create with { Query = await Pin(query) },
            InsertStatement { Query: { } rows } insert => insert with { Query = await Pin(rows) },
            DeleteStatement { Condition: { } condition } delete => delete with { Condition = await PinExpression(condition, Pin) },
            UpdateStatement update => update with
            {
                Assignments = await PinAsync(update.Assignments, Pin),
                Condition = update.Condition is { } condition ? await PinExpression(condition, Pin) : null,
            },
            _ => statement,
        };
    }

    private static async Task<IReadOnlyList<(string Column, string Expression)>> PinAsync(
        IReadOnlyList<(string Column, string Expression)> assignments, Func<string, Task<string>> pin)
    {
        var pinned = new List<(string, string)>();
        foreach (var (column, expression) in assignments)
        {
            pinned.Add((column, await PinExpression(expression, pin)));
        }

        return pinned;
    }

    /// <summary>An expression's subqueries are pinned by wrapping it into a query.</summary>
    private static async Task<string> PinExpression(string expression, Func<string, Task<string>> pin) =>
        (await pin(ExpressionPrefix + expression))[ExpressionPrefix.Length..];

    /// <summary>Whether a statement, or a part of one, can reach datasets at all: by name, through views, SHOW TABLES or information_schema.</summary>
    private static bool ReadsTables(string sql) => Lexer.Tokenize(sql).Exists(t => t.Kind == TokenKind.Word && s_tableWords.Contains(t.Text));
}
