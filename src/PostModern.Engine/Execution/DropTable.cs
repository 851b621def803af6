using PostModern.Lake.Catalog;

namespace PostModern.Engine.Execution;

/// <summary>DROP TABLE: the dataset and all its versions go.</summary>
internal sealed class DropTable(Dataset dataset) : ICommand
{
    public async Task<long?> ExecuteAsync(CommandContext context)
    {
        await context.Plan.Plan.Scope.Changes.DropAsync(dataset, context.Cancellation);
        return null;
    }
}
