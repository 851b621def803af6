using PostModern.Engine.Planning;
using PostModern.Engine.Sql;

namespace PostModern.Engine.Execution;

/// <summary>DROP SCHEMA: only an empty one goes.</summary>
internal sealed class DropSchema(DropSchemaStatement statement, DatasetCatalog catalog) : IDatasetCommand
{
    public async Task<long?> ExecuteAsync(CommandContext context)
    {
        if (!statement.IfExists || catalog.Warehouse.ListSchemas().Contains(statement.Name, StringComparer.OrdinalIgnoreCase))
        {
            await catalog.Warehouse.DropSchemaAsync(statement.Name, context.Cancellation);
        }

        return null;
    }
}
