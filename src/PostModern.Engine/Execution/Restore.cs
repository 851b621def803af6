using System.Globalization;
using PostModern.Engine.Catalog;
using PostModern.Engine.Sql;
using PostModern.Lake.Catalog;
using PostModern.Lake.Delta;

namespace PostModern.Engine.Execution;

/// <summary>RESTORE: one more version, with the files, columns and settings of an old one.</summary>
/// <param name="statement">The statement.</param>
/// <param name="dataset">What is restored.</param>
/// <param name="snapshot">The dataset as it is now.</param>
/// <param name="past">The version to go back to; its files were there when it was planned, and committing makes sure that they are.</param>
internal sealed class Restore(RestoreStatement statement, Dataset dataset, Snapshot snapshot, ReadDataset past) : ICommand
{
    public string Probe => VersionCommands.Probe(statement);

    public async Task<long?> ExecuteAsync(CommandContext context)
    {
        var change = snapshot.Begin();
        change.RestoreTo(past.Snapshot);
        if (!change.IsEmpty)
        {
            var version = past.Snapshot.Version.ToString(CultureInfo.InvariantCulture);
            await context.CommitAsync(dataset, change, "RESTORE", past.Snapshot.Rows ?? 0, ("version", version));
        }

        return null;
    }
}
