using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;
using PostModern.Engine.Catalog;
using PostModern.Engine.Sql;
using PostModern.Lake.Catalog;

namespace PostModern.Engine.Execution;

/// <summary>CREATE TABLE: a new dataset, or with OR REPLACE a new version of one with other columns.</summary>
/// <param name="statement">The statement.</param>
/// <param name="scope">Where the dataset goes.</param>
/// <param name="existing">The dataset that has the name already.</param>
internal sealed class CreateTable(CreateTableStatement statement, StatementScope scope, Dataset? existing) : ICommand
{
    /// <summary>Column definitions are DuckDB's to read: a cast of nothing to a struct of them gives their types.</summary>
    public string Probe => statement.Query ?? $"SELECT unnest(CAST(NULL AS STRUCT({statement.Columns}))) WHERE false";

    public async Task<long?> ExecuteAsync(CommandContext context)
    {
        if (existing is not null && !statement.OrReplace)
        {
            return statement.IfNotExists
                ? null
                : throw new ServerException(
                    ErrorCode.AlreadyExists,
                    $"Dataset '{statement.Table}' already exists. Use CREATE OR REPLACE TABLE for a new version of it, or DROP TABLE first.");
        }

        var schema = context.Plan.Prepared.Schema;
        return existing is null ? await CreateAsync(context, schema) : await ReplaceAsync(context, existing, schema);
    }

    private async Task<long?> CreateAsync(CommandContext context, Schema schema)
    {
        var draft = await scope.Catalog.Warehouse.StartCreateAsync(scope.SchemaOf(statement.Table), statement.Table.Name, context.Cancellation);
        try
        {
            var written = await WriteAsync(context, schema, draft.Path);
            var content = (await draft.DeclareAsync(schema, context.Cancellation)).Begin();
            if (written is { } rows)
            {
                content.Add(rows.File);
            }

            var note = context.Describe(statement.Query is null ? "CREATE TABLE" : "CREATE TABLE AS SELECT", written?.Rows ?? 0);
            await scope.Changes.CreateAsync(draft, content, note, context.Cancellation);
            return RowCount(written);
        }
        catch
        {
            await draft.DisposeAsync();
            throw;
        }
    }

    private async Task<long?> ReplaceAsync(CommandContext context, Dataset dataset, Schema schema)
    {
        var transaction = (await scope.ReadTargetStateAsync(dataset, context.Cancellation)).Begin();
        transaction.RemoveAll();
        transaction.SetSchema(schema);
        var written = await WriteAsync(context, schema, dataset.Path);
        if (written is { } rows)
        {
            transaction.Add(rows.File);
        }

        await context.CommitAsync(dataset, transaction, "CREATE OR REPLACE TABLE AS SELECT", written?.Rows ?? 0, ("mode", "Overwrite"));
        return RowCount(written);
    }

    private long? RowCount(WrittenFile? written) => statement.Query is null ? null : written?.Rows ?? 0;

    private Task<WrittenFile?> WriteAsync(CommandContext context, Schema schema, string folder) =>
        statement.Query is { } query ? ParquetWriter.WriteAsync(context, query, schema, folder) : Task.FromResult<WrittenFile?>(null);
}
