using System.Globalization;
using PostModern.Arrow.Errors;
using PostModern.Engine.Settings;
using PostModern.Engine.Sql;
using PostModern.Lake.Catalog;
using PostModern.Lake.Delta;

namespace PostModern.Engine.Execution;

/// <summary>VACUUM: files go that no version needs which may still be asked for.</summary>
/// <param name="statement">The statement.</param>
/// <param name="dataset">Whose files.</param>
/// <param name="snapshot">The dataset as it is now.</param>
/// <param name="options">Says whether short retentions are meant.</param>
internal sealed class VacuumFiles(VacuumStatement statement, Dataset dataset, Snapshot snapshot, SessionOptions options) : ICommand
{
    public bool IsTransactional => false;

    /// <returns>The files that were removed.</returns>
    public async Task<long?> ExecuteAsync(CommandContext context)
    {
        VersionCommands.RefuseInTransaction(context, "VACUUM");
        var least = FileRetention.Of(snapshot.Metadata);
        var retention = statement.Hours is { } hours ? TimeSpan.FromHours(hours) : least;
        if (retention < least && options.ChecksRetention)
        {
            throw new ServerException(
                ErrorCode.InvalidInput,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"VACUUM of '{dataset.QualifiedName}' would remove files that are younger than {least.TotalHours:0.##} hours, which running "
                    + $"statements may be writing or reading. Name at least that many, or SET pm.retention_check = 'off' when nobody else uses the dataset."));
        }

        var files = await Vacuum.FindAsync(dataset, retention, context.Cancellation);
        await Vacuum.RemoveAsync(dataset, files, context.Cancellation);
        return files.Count;
    }
}
