using PostModern.Lake.Catalog;
using PostModern.Lake.Delta;

namespace PostModern.Engine.Execution;

/// <summary>Adds rows to a dataset as one version.</summary>
internal static class Append
{
    /// <param name="context">The running statement.</param>
    /// <param name="dataset">The target.</param>
    /// <param name="snapshot">The target as it is now.</param>
    /// <param name="rows">A query with the dataset's columns.</param>
    /// <returns>How many rows; null when there were none, and no version is made.</returns>
    public static async Task<long?> RunAsync(CommandContext context, Dataset dataset, Snapshot snapshot, string rows)
    {
        if (await ParquetWriter.WriteAsync(context, rows, snapshot.Layout, dataset.Path) is not { } written)
        {
            return null;
        }

        var transaction = snapshot.Begin();
        written.AddTo(transaction);
        transaction.ReadsTable = context.Plan.Plan.Inputs.Any(i => !i.IsNamed && i.Dataset.Path == dataset.Path);
        await context.CommitAsync(dataset, transaction, "WRITE", written.Rows, ("mode", "Append"));
        return written.Rows;
    }
}
