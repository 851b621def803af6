using PostModern.Lake.Catalog;
using PostModern.Lake.Delta;

namespace PostModern.Engine.Catalog;

/// <summary>Makes every change a version at once.</summary>
internal sealed class AutoCommit(DatasetCatalog catalog) : IChangeSink
{
    public async Task ChangeAsync(Dataset dataset, Transaction change, ChangeNote note, CancellationToken cancellation)
    {
        var committed = (await change.CommitAsync(note.ToDescription(), cancellation)).GetSnapshot();
        catalog.Committed?.Invoke(dataset, committed, note);
    }

    public async Task CreateAsync(DatasetDraft draft, Transaction content, ChangeNote note, CancellationToken cancellation)
    {
        await using (draft)
        {
            var dataset = await draft.PublishAsync(content, note.ToDescription(), cancellation);
            if (catalog.Committed is { } committed)
            {
                committed(dataset, await dataset.AtVersionAsync(content.Snapshot.Version + 1, CancellationToken.None), note);
            }
        }
    }

    public Task DropAsync(Dataset dataset, CancellationToken cancellation) =>
        catalog.Warehouse.DropAsync(dataset.Schema, dataset.Name, cancellation);
}
