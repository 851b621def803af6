using PostModern.Arrow.Errors;
using PostModern.Lake.Catalog;
using PostModern.Lake.Delta;
using PostModern.Lake.Lineage;

namespace PostModern.Engine.Catalog;

/// <summary>The statement that says what is in a dataset.</summary>
/// <param name="Definition">The statement.</param>
/// <param name="Recipe">Of the version that it made, or made again.</param>
/// <param name="Version">That version.</param>
/// <param name="ChangedBy">The latest version in which rows were changed by other means since; null when there is none.</param>
internal sealed record DefinedContent(RecipeDefinition Definition, CommitRecipe Recipe, long Version, ContentCommit? ChangedBy)
{
    /// <summary>Looks through the history, the latest version first.</summary>
    /// <exception cref="ServerException">Unsupported: no version tells what defines the content.</exception>
    public static async Task<DefinedContent> FindAsync(Dataset dataset, Snapshot snapshot, CancellationToken cancellation)
    {
        if (snapshot.IsProvisional)
        {
            throw new ServerException(
                ErrorCode.Unsupported, $"'{dataset.QualifiedName}' was changed in this transaction; COMMIT before REFRESH, so that there is a version to start from.");
        }

        ContentCommit? change = null;
        await foreach (var commit in ContentHistory.WalkAsync(dataset.Log, snapshot.Version, cancellation))
        {
            if (commit.Recipe is { Definition: { } definition } recipe)
            {
                return new DefinedContent(definition, recipe, commit.Version, change);
            }

            change ??= commit.ChangesRows ? commit : null;
        }

        throw new ServerException(
            ErrorCode.Unsupported,
            $"Nothing says how to make '{dataset.QualifiedName}' again: no version of it comes from a CREATE TABLE … AS whose recipe was kept. "
            + "Define it with: CREATE OR REPLACE TABLE … AS.");
    }
}
