using System.Globalization;
using System.Runtime.CompilerServices;
using PostModern.Lake.Catalog;
using PostModern.Lake.Delta;
using PostModern.Lake.Lineage;

namespace PostModern.Engine.Catalog;

/// <summary>A commit that a dataset's content comes from.</summary>
/// <param name="Version">The version that it made.</param>
/// <param name="Operation">What it did.</param>
/// <param name="Recipe">How; null when another engine wrote it.</param>
/// <param name="ChangesRows">False when it only changed settings, or moved rows between files.</param>
internal sealed record ContentCommit(long Version, string Operation, CommitRecipe? Recipe, bool ChangesRows)
{
    /// <summary>Whether all that was there before is gone, or is what the statement gives anyway.</summary>
    public bool IsDefinition => Recipe?.Definition is not null;
}

/// <summary>Walks back through the commits that a version's content comes from, to the one that defined all of it.</summary>
internal static class ContentHistory
{
    private static readonly HashSet<string> s_definingOperations = ["CREATE TABLE AS SELECT", "CREATE OR REPLACE TABLE AS SELECT"];

    /// <param name="log">The dataset's.</param>
    /// <param name="version">Where to begin.</param>
    /// <param name="cancellation">Stops the walk.</param>
    /// <returns>The latest first. A RESTORE is followed to the version that it went back to.</returns>
    public static async IAsyncEnumerable<ContentCommit> WalkAsync(
        DeltaLog log, long version, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var at = version; at >= 0 && await log.ReadAsync(at, cancellation) is { } commit; at--)
        {
            if (RestoredVersion(commit) is { } restored && restored < at)
            {
                at = restored + 1;
                continue;
            }

            var step = new ContentCommit(at, commit.Info?.Operation ?? "a write", RecipeOf(commit), ChangesRows(commit));
            yield return step;
            if (step.IsDefinition)
            {
                yield break;
            }
        }
    }

    private static CommitRecipe? RecipeOf(Commit commit)
    {
        var recipe = CommitRecipe.From(commit.Info);

        // Recipes from before definitions were kept apart say it by their operation.
        return recipe is { Definition: null, Schema: null } && s_definingOperations.Contains(commit.Info!.Operation ?? "")
            ? recipe with { Definition = new RecipeDefinition(recipe.Sql, Warehouse.DefaultSchema) }
            : recipe;
    }

    private static long? RestoredVersion(Commit commit) =>
        commit.Info is { Operation: "RESTORE" } info && info.OperationParameters.TryGetValue("version", out var text)
        && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null;

    private static bool ChangesRows(Commit commit) => commit.Actions.Any(a => a is AddFile { DataChange: true } or RemoveFile { DataChange: true });
}
