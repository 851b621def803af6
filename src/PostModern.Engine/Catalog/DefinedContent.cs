using System.Globalization;
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
/// <param name="Change">How; such as <c>UPDATE</c>.</param>
internal sealed record DefinedContent(RecipeDefinition Definition, CommitRecipe Recipe, long Version, long? ChangedBy, string? Change)
{
    private static readonly HashSet<string> s_definingOperations = ["CREATE TABLE AS SELECT", "CREATE OR REPLACE TABLE AS SELECT"];

    /// <summary>Looks through the history, the latest version first.</summary>
    /// <exception cref="ServerException">Unsupported: no version tells what defines the content.</exception>
    public static async Task<DefinedContent> FindAsync(Dataset dataset, Snapshot snapshot, CancellationToken cancellation)
    {
        if (snapshot.IsProvisional)
        {
            throw new ServerException(
                ErrorCode.Unsupported, $"'{dataset.QualifiedName}' was changed in this transaction; COMMIT before REFRESH, so that there is a version to start from.");
        }

        (long Version, string Operation)? change = null;
        for (var version = snapshot.Version; version >= 0 && await dataset.Log.ReadAsync(version, cancellation) is { } commit; version--)
        {
            if (DefinitionIn(commit) is { } recipe)
            {
                return new DefinedContent(recipe.Definition!, recipe, version, change?.Version, change?.Operation);
            }

            if (RestoredVersion(commit) is { } restored && restored < version)
            {
                // What a RESTORE brought back was defined before the version that it went back to.
                version = restored + 1;
            }
            else if (ChangesRows(commit))
            {
                change ??= (version, commit.Info?.Operation ?? "a write");
            }
        }

        throw new ServerException(
            ErrorCode.Unsupported,
            $"Nothing says how to make '{dataset.QualifiedName}' again: no version of it comes from a CREATE TABLE … AS whose recipe was kept. "
            + "Define it with: CREATE OR REPLACE TABLE … AS.");
    }

    private static CommitRecipe? DefinitionIn(Commit commit)
    {
        if (CommitRecipe.From(commit.Info) is not { } recipe)
        {
            return null;
        }

        // Recipes from before definitions were kept apart say it by their operation.
        return recipe.Definition is not null ? recipe
            : recipe.Schema is null && s_definingOperations.Contains(commit.Info!.Operation ?? "")
                ? recipe with { Definition = new RecipeDefinition(recipe.Sql, Warehouse.DefaultSchema) }
                : null;
    }

    private static long? RestoredVersion(Commit commit) =>
        commit.Info is { Operation: "RESTORE" } info && info.OperationParameters.TryGetValue("version", out var text)
        && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null;

    private static bool ChangesRows(Commit commit) => commit.Actions.Any(a => a is AddFile { DataChange: true } or RemoveFile { DataChange: true });
}
