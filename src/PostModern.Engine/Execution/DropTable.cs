using PostModern.Engine.Planning;
using PostModern.Lake.Catalog;

namespace PostModern.Engine.Execution;

/// <summary>DROP TABLE: the dataset and all its versions go.</summary>
internal sealed class DropTable(Dataset dataset, DatasetCatalog catalog) : IDatasetCommand
{
    public async Task<long?> ExecuteAsync(CommandContext context)
    {
        await catalog.Warehouse.DropAsync(dataset.Schema, dataset.Name, context.Cancellation);
        return null;
    }
}
