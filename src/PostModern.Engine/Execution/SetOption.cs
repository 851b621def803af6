using PostModern.Arrow.Errors;
using PostModern.Engine.Settings;
using PostModern.Engine.Sql;

namespace PostModern.Engine.Execution;

/// <summary>SET, RESET and USE of an option of the session.</summary>
internal sealed class SetOption(SetStatement statement, SessionOptions options) : ICommand
{
    public bool IsTransactional => false;

    public string Probe => $"SELECT CAST(({statement.Value ?? "NULL"}) AS VARCHAR)";

    public async Task<long?> ExecuteAsync(CommandContext context)
    {
        if (context.DataFiles.IsRemote)
        {
            // Options are checked without waiting for a bucket; another server may have made the schema that this one names.
            await context.Plan.Plan.Scope.Catalog.Warehouse.ListSchemasAsync(context.Cancellation);
        }

        options.Set(statement.Option, statement.Value is null ? null : await EvaluateAsync(context));
        return null;
    }

    private async Task<string> EvaluateAsync(CommandContext context)
    {
        var batches = await context.QueryAsync(Probe);
        try
        {
            return batches is [{ Length: 1 } row] && row.Columns[0].GetString(0) is { } text
                ? text
                : throw new ServerException(ErrorCode.InvalidInput, $"SET {statement.Option} needs one value that isn't NULL; RESET sets the default.");
        }
        finally
        {
            foreach (var batch in batches)
            {
                batch.Dispose();
            }
        }
    }
}
