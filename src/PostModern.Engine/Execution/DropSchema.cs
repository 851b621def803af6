using PostModern.Engine.Sql;
using PostModern.Lake.Catalog;

namespace PostModern.Engine.Execution;

/// <summary>DROP SCHEMA: only an empty one goes.</summary>
internal sealed class DropSchema(DropSchemaStatement statement, Warehouse warehouse) : ICommand
{
    public bool IsTransactional => false;

    public async Task<long?> ExecuteAsync(CommandContext context)
    {
        if (!statement.IfExists || await warehouse.HasSchemaAsync(statement.Name, context.Cancellation))
        {
            await warehouse.DropSchemaAsync(statement.Name, context.Cancellation);
        }

        return null;
    }
}
