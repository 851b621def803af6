using PostModern.Engine.Planning;
using PostModern.Engine.Sql;

namespace PostModern.Engine.Execution;

/// <summary>CREATE SCHEMA: a folder of the warehouse.</summary>
internal sealed class CreateSchema(CreateSchemaStatement statement, DatasetCatalog catalog) : IDatasetCommand
{
    public async Task<long?> ExecuteAsync(CommandContext context)
    {
        if (!statement.IfNotExists || !catalog.Warehouse.ListSchemas().Contains(statement.Name, StringComparer.OrdinalIgnoreCase))
        {
            await catalog.Warehouse.CreateSchemaAsync(statement.Name, context.Cancellation);
        }

        return null;
    }
}
