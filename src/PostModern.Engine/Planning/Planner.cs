using PostModern.Arrow.Errors;
using PostModern.DuckDb;
using PostModern.Engine.Catalog;
using PostModern.Engine.Sql;

namespace PostModern.Engine.Planning;

/// <summary>From a statement's text to a <see cref="Plan"/>: options, versions, names.</summary>
/// <param name="views">How DuckDB sees the versions.</param>
/// <param name="pruner">Leaves out files that a query doesn't need.</param>
/// <param name="objects">Lets DuckDB read objects by their URLs.</param>
/// <param name="models">Puts calls of model functions into DuckDB's syntax.</param>
internal sealed class Planner(SnapshotViews views, FilePruner pruner, ObjectFiles objects, ModelCalls models)
{
    /// <summary>The table function that VERIFY reads: schema, name and sample.</summary>
    public const string VerifyFunction = "pm_verify";

    private static readonly HashSet<string> s_tableWords = new(StringComparer.OrdinalIgnoreCase)
    {
        "FROM", "JOIN", "SHOW", "DESCRIBE", "DESC", "SUMMARIZE", "PIVOT", "UNPIVOT", "TABLE", "CALL", "PRAGMA", "COPY", "EXPORT",
        "USING",
    };

    private readonly TimeTravel _timeTravel = new(views);
    private readonly MentionedFiles _mentioned = new(views);
    private readonly SnapshotPinner _pinner = new(views, pruner);

    /// <exception cref="ServerException">The text is no single statement, or names what doesn't exist.</exception>
    public async Task<Plan> PlanAsync(string sql, Connection connection, StatementScope scope, CancellationToken cancellation)
    {
        var statement = SqlScript.Split(sql) switch
        {
            [var one] => one.Text,
            [] => throw new ServerException(ErrorCode.InvalidInput, "The statement is empty."),
            var many => throw new ServerException(ErrorCode.Unsupported, $"The text holds {many.Count} statements; send one at a time."),
        };
        scope.CallsModels |= models.AreCalledIn(statement);
        var text = InformationSchema.Rewrite(PositionalParameters.Rewrite(scope.CallsModels ? await models.RewriteAsync(statement, cancellation) : statement));
        if (VersionStatementParser.TryParse(text) is { } own)
        {
            return new Plan(await VersionStatements.BindAsync(own, connection, scope, cancellation), scope);
        }

        text = await _timeTravel.RewriteAsync(text, connection, scope, cancellation);
        if (ReadsTables(text))
        {
            if (scope.Catalog.Warehouse.DataFiles.IsRemote && !scope.IsInPast)
            {
                await _mentioned.HoldAsync(text, connection, scope, cancellation);
            }

            await views.SyncAsync(scope.Catalog, cancellation);
        }

        var parsed = StatementParser.Parse(text);
        return parsed is RefreshStatement refresh
            ? await PlanAsync(refresh, connection, scope, cancellation)
            : new Plan(await BindAsync(parsed, connection, scope, cancellation), scope);
    }

    /// <summary>The plan of the statement that defined the dataset, as it reads today.</summary>
    private async Task<Plan> PlanAsync(RefreshStatement refresh, Connection connection, StatementScope scope, CancellationToken cancellation)
    {
        var dataset = await scope.ResolveAsync(refresh.Table, cancellation);
        var snapshot = await scope.ReadTargetAsync(dataset, cancellation);
        var content = await DefinedContent.FindAsync(dataset, snapshot, cancellation);
        var then = scope.As(content.Definition.Schema, content.Definition.AsOf);
        var plan = await PlanAsync(DefinitionText.Of(content, dataset.QualifiedName), connection, then, cancellation);
        return plan.Statement is CreateTableStatement { Query: { } query }
            ? new Plan(new PlannedRefresh(refresh.Text, refresh.Table, refresh.Mode, dataset, snapshot, content, query), then)
            : throw new ServerException(ErrorCode.Unsupported, $"The recipe of version {content.Version} of '{dataset.QualifiedName}' is no query.");
    }

    private async Task<SqlStatement> BindAsync(
        SqlStatement statement, Connection connection, StatementScope scope, CancellationToken cancellation)
    {
        if (statement is ExplainStatement explain)
        {
            return await BindExplainAsync(explain, connection, scope, cancellation);
        }

        // A target that is no dataset is a temporary table, or a mistake that DuckDB explains.
        if (statement is DatasetStatement target and not CreateTableStatement && await scope.TryResolveAsync(target.Table, cancellation) is null)
        {
            statement = new DuckDbStatement(statement.Text);
        }

        if (statement is VerifyStatement verify)
        {
            var dataset = await scope.ResolveAsync(verify.Table, cancellation);
            return new DuckDbStatement($"FROM {VerifyFunction}({SqlText.Literal(dataset.Schema)}, {SqlText.Literal(dataset.Name)}, '{verify.Sample}')");
        }

        if (statement is ViewStatement { View: var view })
        {
            // The dataset's own name is a view to DuckDB; replacing or dropping that would hide the dataset from everything that lists it.
            return await scope.TryResolveAsync(view, cancellation) is null
                ? statement
                : throw new ServerException(ErrorCode.AlreadyExists, $"'{view}' is a dataset, not a view. Change it as a table, or take another name.");
        }

        Task<string> Pin(string text) => PinAsync(text, connection, scope, cancellation);
        return statement switch
        {
            DuckDbStatement other => new DuckDbStatement(await Pin(other.Text)),
            ExplainInferenceStatement explained => explained with { Query = await Pin(explained.Query) },
            CreateTableStatement { Query: { } query } create => create with { Query = await Pin(query) },
            CopyToStatement copy => objects.Bind(copy with { Query = await Pin(copy.Query) }),
            CopyFromStatement copy => await objects.BindAsync(copy, scope, cancellation),
            ChangeStatement change => await ChangePins.PinAsync(change, Pin),
            _ => statement,
        };
    }

    /// <summary>Binds what a query reads to versions of datasets and to copies of objects.</summary>
    private async Task<string> PinAsync(string query, Connection connection, StatementScope scope, CancellationToken cancellation)
    {
        // Without such a word there is no table, and no need to look at the warehouse.
        if (!ReadsTables(query))
        {
            return query;
        }

        // What lasts can't name copies, which don't.
        query = TimeTravel.IsKept(query, Lexer.Tokenize(query)) ? query : await objects.RewriteAsync(query, scope, cancellation);
        query = await _pinner.PinAsync(query, connection, scope, cancellation);
        await ColumnFetch.RunAsync(query, connection, scope, cancellation);
        return query;
    }

    /// <summary>EXPLAIN of what isn't about a dataset is DuckDB's.</summary>
    private async Task<SqlStatement> BindExplainAsync(
        ExplainStatement explain, Connection connection, StatementScope scope, CancellationToken cancellation)
    {
        if (await BindAsync(explain.Change, connection, scope, cancellation) is not ChangeStatement change)
        {
            return new DuckDbStatement(await PinAsync(explain.Text, connection, scope, cancellation));
        }

        return explain.Runs
            ? throw new ServerException(ErrorCode.Unsupported, "EXPLAIN ANALYZE would make the change. EXPLAIN shows its plan without running it.")
            : explain with { Change = change };
    }

    /// <summary>Whether a statement, or a part of one, can reach datasets at all: by name, through views, SHOW TABLES or information_schema.</summary>
    private static bool ReadsTables(string sql) => Lexer.Tokenize(sql).Exists(t => t.Kind == TokenKind.Word && s_tableWords.Contains(t.Text));
}
