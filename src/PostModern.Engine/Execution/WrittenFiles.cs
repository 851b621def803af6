using PostModern.Lake.Delta;

namespace PostModern.Engine.Execution;

/// <summary>Data files that are written and not yet part of their dataset.</summary>
/// <param name="Files">One, or one or more for each combination of partition values.</param>
/// <param name="Rows">In all of them; more than none.</param>
internal sealed record WrittenFiles(IReadOnlyList<AddFile> Files, long Rows)
{
    public void AddTo(Transaction transaction)
    {
        foreach (var file in Files)
        {
            transaction.Add(file);
        }
    }

    /// <summary>Removes them, since no version will name them.</summary>
    public async Task DiscardAsync(DeltaLog log)
    {
        foreach (var file in Files)
        {
            await log.Store.DeleteAsync(log.Resolve(file.Path));
        }
    }
}
