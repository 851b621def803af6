using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;
using PostModern.DuckDb;
using PostModern.Engine.Catalog;
using PostModern.Engine.Planning;
using PostModern.Engine.Sql;

namespace PostModern.Engine.Execution;

/// <summary>Binds a statement that the engine runs to what it changes: a dataset as it is now, or the session.</summary>
internal static class Commands
{
    /// <returns>Null for statements that are DuckDB's own.</returns>
    public static async Task<ICommand?> BindAsync(
        SqlStatement statement, StatementScope scope, SessionState session, Connection connection, CancellationToken cancellation)
    {
        var warehouse = scope.Catalog.Warehouse;
        switch (statement)
        {
            case SetStatement set:
                return new SetOption(set, session.Options);
            case TransactionStatement verb:
                return new ControlTransaction(verb, session.Transactions);
            case CreateSchemaStatement schema:
                return new CreateSchema(schema, warehouse);
            case DropSchemaStatement emptied:
                return new DropSchema(emptied, warehouse);
            case CreateTableStatement create:
                return new CreateTable(create, scope, await scope.TryResolveAsync(create.Table, cancellation));
            case PlannedRefresh refresh:
                return new Refresh(refresh);
            case PlannedUpload upload:
                return new Upload(upload);
            case DropTableStatement drop:
                return new DropTable(await scope.ResolveAsync(drop.Table, cancellation));
            case VersionStatement versioned:
                return await VersionCommands.BindAsync(versioned, scope, session.Options, cancellation);
            case ExplainStatement explain:
                return await BindAsync(explain.Change, scope, session, connection, cancellation);
            case DatasetStatement change:
                var dataset = await scope.ResolveAsync(change.Table, cancellation);
                var snapshot = change is InsertStatement or CopyFromStatement or AlterTableStatement
                    ? await scope.ReadTargetStateAsync(dataset, cancellation)
                    : await scope.ReadTargetAsync(dataset, cancellation);
                return change switch
                {
                    InsertStatement { Upsert: { } clause } => throw Merge.InsteadOf(clause, change.Table),
                    InsertStatement insert => new Insert(insert, dataset, snapshot, QuerySchema(insert.Rows, connection)),
                    AlterTableStatement alter => new AlterTable(alter, scope, dataset, snapshot),
                    DeleteStatement delete => new Delete(delete, dataset, snapshot),
                    UpdateStatement update => new Update(update, dataset, snapshot),
                    MergeStatement merge => new Merge(merge, dataset, snapshot, QuerySchema($"{merge.With}SELECT * FROM {merge.Source}", connection)!),
                    CopyFromStatement copy => new CopyFrom(copy, dataset, snapshot),
                    _ => throw new InvalidOperationException($"No command for {change.GetType().Name}."),
                };
            default:
                return null;
        }
    }

    /// <summary>A query's columns, also where they follow from its parameters; null for no query.</summary>
    public static Schema? QuerySchema(string? query, Connection connection)
    {
        if (query is null)
        {
            return null;
        }

        using var prepared = DuckDbErrors.Translate(() => connection.Prepare(query));
        return prepared.IsSchemaKnown ? prepared.Schema : SchemaWithNulls(query, connection);
    }

    /// <summary>The columns of a query whose types follow from its parameters: NULLs tell how many there are, and their names.</summary>
    private static Schema SchemaWithNulls(string query, Connection connection)
    {
        using var prepared = DuckDbErrors.Translate(() => connection.Prepare($"FROM ({query}) LIMIT 0"));
        var builder = new NullBuilder();
        builder.AppendNull();
        var value = builder.Build();
        for (var i = 0; i < prepared.ParameterSchema.Fields.Count; i++)
        {
            prepared.Bind(i, value, 0);
        }

        using var stream = DuckDbErrors.Translate(() => prepared.Execute(CancellationToken.None));
        return stream.Schema;
    }
}
