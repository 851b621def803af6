using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;
using PostModern.Engine.Catalog;
using PostModern.Engine.Sql;
using PostModern.Lake.Catalog;
using PostModern.Lake.Delta;

namespace PostModern.Engine.Execution;

/// <summary>ALTER TABLE: a version with another definition and the same files.</summary>
internal sealed class AlterTable(AlterTableStatement statement, StatementScope scope, Dataset dataset, Snapshot snapshot) : ICommand
{
    /// <summary>Types and comments are DuckDB's to read.</summary>
    public string Probe => statement.Change switch
    {
        TableChange.AddColumns add => $"SELECT unnest(CAST(NULL AS STRUCT({add.Columns}))) WHERE false",
        TableChange.SetType set => $"SELECT CAST(NULL AS {set.Type}) AS {SqlText.Name(set.Column)} WHERE false",
        TableChange.SetComment comment => $"SELECT CAST({comment.Comment} AS VARCHAR)",
        _ => "SELECT 1",
    };

    public async Task<long?> ExecuteAsync(CommandContext context)
    {
        if (statement.Change is TableChange.Rename rename)
        {
            await RenameAsync(rename, context.Cancellation);
            return null;
        }

        var changed = Change(context.Plan.Prepared.Schema, await CommentAsync(context));
        if (changed is not null && changed != snapshot.Metadata)
        {
            var transaction = snapshot.Begin();
            transaction.Redefine(changed);
            await context.CommitAsync(dataset, transaction, Operation, 0);
        }

        return null;
    }

    /// <summary>The operation as Delta's own engines name it.</summary>
    private string Operation => statement.Change switch
    {
        TableChange.AddColumns => "ADD COLUMNS",
        TableChange.RenameColumn => "RENAME COLUMN",
        TableChange.DropColumn => "DROP COLUMNS",
        TableChange.SetProperties => "SET TBLPROPERTIES",
        TableChange.UnsetProperties => "UNSET TBLPROPERTIES",
        TableChange.SetComment { Column: null } => "SET TABLE COMMENT",
        _ => "CHANGE COLUMN",
    };

    /// <returns>Null when IF EXISTS or IF NOT EXISTS leaves nothing to do.</returns>
    private TableMetadata? Change(Schema probe, string? text)
    {
        var table = snapshot.Metadata;
        return statement.Change switch
        {
            TableChange.AddColumns { IfNotExists: true } when SchemaChange.Has(table, probe.Fields[0].Name) => null,
            TableChange.AddColumns => SchemaChange.Add(table, probe.Fields),
            TableChange.DropColumn { IfExists: true } drop when !SchemaChange.Has(table, drop.Column) => null,
            TableChange.DropColumn drop => SchemaChange.Drop(table, drop.Column),
            TableChange.RenameColumn rename => SchemaChange.Rename(table, rename.Column, rename.Name),
            TableChange.SetType set => SchemaChange.Widen(table, set.Column, probe.Fields[0]),
            TableChange.DropNotNull column => SchemaChange.DropNotNull(table, column.Column),
            TableChange.SetComment { Column: null } => table with { Description = text },
            TableChange.SetComment { Column: { } column } => SchemaChange.Comment(table, column, text),
            TableChange.SetProperties set => SettableProperties.Set(table, set.Properties),
            TableChange.UnsetProperties unset => SettableProperties.Unset(table, unset.Keys),
            _ => throw new InvalidOperationException($"No change for {statement.Change.GetType().Name}."),
        };
    }

    private async Task<string?> CommentAsync(CommandContext context)
    {
        if (statement.Change is not TableChange.SetComment)
        {
            return null;
        }

        var batches = await context.QueryAsync(Probe);
        var text = batches[0].Columns[0].GetString(0);
        foreach (var batch in batches)
        {
            batch.Dispose();
        }

        return text;
    }

    private async Task RenameAsync(TableChange.Rename rename, CancellationToken cancellation)
    {
        if (scope.IsInTransaction)
        {
            throw new ServerException(ErrorCode.Unsupported, "A dataset can't be renamed inside a transaction, which couldn't take it back. COMMIT first.");
        }

        await scope.Catalog.Warehouse.RenameAsync(dataset, rename.Name, cancellation);
    }
}
