using PostModern.Arrow.Errors;
using PostModern.Engine.Catalog;
using PostModern.Engine.Functions;
using PostModern.Engine.Planning;
using PostModern.Engine.Sql;
using PostModern.Lake.Catalog;
using PostModern.Lake.Delta;

namespace PostModern.Engine.Execution;

/// <summary>CREATE TABLE: a new dataset, or with OR REPLACE a new version of one with other columns.</summary>
/// <param name="statement">The statement.</param>
/// <param name="scope">Where the dataset goes.</param>
/// <param name="existing">The dataset that has the name already.</param>
internal sealed class CreateTable(CreateTableStatement statement, StatementScope scope, Dataset? existing) : ICommand
{
    /// <summary>Column definitions are DuckDB's to read: a cast of nothing to a struct of them gives their types.</summary>
    public string Probe => statement.Query ?? $"SELECT unnest(CAST(NULL AS STRUCT({statement.Columns!.Text}))) WHERE false";

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

        var prepared = context.Plan.Prepared;
        var layout = TableLayout.Of(prepared.IsSchemaKnown ? prepared.Schema : context.SchemaOf(Probe), statement.Partitions).Require(statement.Columns?.Required ?? []);
        if (statement.Columns is { Key: { Count: > 0 } key })
        {
            context.Statement.Note($"PRIMARY KEY ({string.Join(", ", key)}): the columns are NOT NULL; that no two rows are alike in them isn't checked.");
        }

        return existing is null ? await CreateAsync(context, layout) : await ReplaceAsync(context, existing, layout);
    }

    private async Task<long?> CreateAsync(CommandContext context, TableLayout layout)
    {
        var draft = await scope.Catalog.Warehouse.StartCreateAsync(scope.SchemaOf(statement.Table), statement.Table.Name, context.Cancellation);
        try
        {
            var content = (await draft.DeclareAsync(layout, context.Cancellation)).Begin();
            var (written, sources) = await WriteAsync(context, layout, draft.Path);
            written?.AddTo(content);
            var note = context.Describe(statement.Query is null ? "CREATE TABLE" : "CREATE TABLE AS SELECT", written?.Rows ?? 0);
            await scope.Changes.CreateAsync(draft, content, Define(context, note, sources), context.Cancellation);
            return RowCount(written);
        }
        catch
        {
            await draft.DisposeAsync();
            throw;
        }
    }

    private async Task<long?> ReplaceAsync(CommandContext context, Dataset dataset, TableLayout layout)
    {
        var transaction = (await scope.ReadTargetStateAsync(dataset, context.Cancellation)).Begin();
        transaction.RemoveAll();
        var (written, sources) = await WriteAsync(context, transaction.SetLayout(layout), dataset.Path);
        written?.AddTo(transaction);
        var note = context.Describe("CREATE OR REPLACE TABLE AS SELECT", written?.Rows ?? 0, ("mode", "Overwrite"));
        await scope.Changes.ChangeAsync(dataset, transaction, Define(context, note, sources), context.Cancellation);
        return RowCount(written);
    }

    private long? RowCount(WrittenFiles? written) => statement.Query is null ? null : written?.Rows ?? 0;

    /// <summary>Column definitions and uploads can't be run again, so they define nothing.</summary>
    private ChangeNote Define(CommandContext context, ChangeNote note, string? sources) =>
        statement.Query is { } query && !query.Contains(Uploads.FunctionName, StringComparison.Ordinal) ? context.Define(note, sources) : note;

    private async Task<(WrittenFiles? Files, string? Sources)> WriteAsync(CommandContext context, TableLayout layout, string folder)
    {
        if (statement.Query is not { } query)
        {
            return (null, null);
        }

        // Which row lies where can be noted as long as all go into one file.
        return layout.PartitionColumns.Count == 0 && RowMaps.Find(query, context.Connection).Map is { Listing: not null } map
            ? await SourcedRows.WriteAllAsync(context, map, layout, folder)
            : (await ParquetWriter.WriteAsync(context, query, layout, folder), null);
    }
}
