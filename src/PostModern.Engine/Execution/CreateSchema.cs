using PostModern.Engine.Sql;
using PostModern.Lake.Catalog;

namespace PostModern.Engine.Execution;

/// <summary>CREATE SCHEMA: a place in the warehouse.</summary>
internal sealed class CreateSchema(CreateSchemaStatement statement, Warehouse warehouse) : ICommand
{
    public bool IsTransactional => false;

    public async Task<long?> ExecuteAsync(CommandContext context)
    {
        if (!statement.IfNotExists || !await warehouse.HasSchemaAsync(statement.Name, context.Cancellation))
        {
            await warehouse.CreateSchemaAsync(statement.Name, context.Cancellation);
        }

        return null;
    }
}
