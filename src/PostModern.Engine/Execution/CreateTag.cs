using PostModern.Arrow.Errors;
using PostModern.Engine.Catalog;
using PostModern.Engine.Sql;
using PostModern.Lake.Catalog;

namespace PostModern.Engine.Execution;

/// <summary>CREATE TAG: a name for a version, at once and outside of transactions.</summary>
/// <param name="statement">The statement.</param>
/// <param name="tagged">The version that gets the name.</param>
internal sealed class CreateTag(CreateTagStatement statement, ReadDataset tagged) : ICommand
{
    public bool IsTransactional => false;

    public string Probe => VersionCommands.Probe(statement);

    public async Task<long?> ExecuteAsync(CommandContext context)
    {
        if (tagged.Snapshot.IsProvisional)
        {
            throw new ServerException(
                ErrorCode.Conflict, $"'{statement.Table}' has changes that are no version yet. COMMIT them before you tag them.");
        }

        var tag = new DatasetTag(
            statement.Tag, tagged.Snapshot.Version, tagged.Snapshot.Metadata.Id, context.Statement.User, DateTimeOffset.UtcNow, statement.Comment);
        await tagged.Dataset.Tags.CreateAsync(tag, statement.OrReplace, context.Cancellation);
        return null;
    }
}
