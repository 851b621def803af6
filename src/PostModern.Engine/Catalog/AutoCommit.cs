using PostModern.Lake.Catalog;
using PostModern.Lake.Delta;

namespace PostModern.Engine.Catalog;

/// <summary>Makes every change a version at once.</summary>
internal sealed class AutoCommit(Warehouse warehouse) : IChangeSink
{
    public async Task ChangeAsync(Dataset dataset, Transaction change, ChangeNote note, CancellationToken cancellation) =>
        (await change.CommitAsync(note.ToDescription(), cancellation)).GetSnapshot();

    public async Task CreateAsync(DatasetDraft draft, Transaction content, ChangeNote note, CancellationToken cancellation)
    {
        await using (draft)
        {
            await draft.PublishAsync(content, note.ToDescription(), cancellation);
        }
    }

    public Task DropAsync(Dataset dataset, CancellationToken cancellation) =>
        warehouse.DropAsync(dataset.Schema, dataset.Name, cancellation);
}
