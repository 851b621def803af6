using PostModern.Engine.Sql;
using PostModern.Lake.Catalog;

namespace PostModern.Engine.Execution;

/// <summary>DROP TAG: the version stays, but nothing protects its files any more.</summary>
internal sealed class DropTag(DropTagStatement statement, Dataset dataset) : ICommand
{
    public bool IsTransactional => false;

    public async Task<long?> ExecuteAsync(CommandContext context)
    {
        if (!await dataset.Tags.DropAsync(statement.Tag, context.Cancellation) && !statement.IfExists)
        {
            // Says which tags there are.
            _ = await dataset.Tags.GetAsync(statement.Tag, context.Cancellation);
        }

        return null;
    }
}
