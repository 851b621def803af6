using PostModern.Engine.Catalog;
using PostModern.Lake.Catalog;
using PostModern.Lake.Delta;
using PostModern.Lake.Lineage;

namespace PostModern.Engine.Lineage;

/// <summary>Tells why commits changed rows: by hand, or because of other objects, models, prompts or upstream versions.</summary>
internal static class CommitCauses
{
    public const string Manual = "manual";
    public const string Object = "object";
    private const string Model = "model";
    private const string Prompt = "prompt";
    private const string Upstream = "upstream";

    /// <summary>The cause for each data file that the versions after one and up to another added or removed.</summary>
    /// <returns>By the file's path as the log has it.</returns>
    public static async Task<IReadOnlyDictionary<string, string>> OfFilesAsync(
        Dataset dataset, long after, long upTo, CancellationToken cancellation)
    {
        var causes = new Dictionary<string, string>();
        for (var version = after + 1; version <= upTo && await dataset.Log.ReadAsync(version, cancellation) is { } commit; version++)
        {
            var cause = await OfAsync(dataset, commit, cancellation);
            foreach (var path in commit.Actions.Select(Path).OfType<string>())
            {
                causes[path] = cause;
            }
        }

        return causes;
    }

    private static string? Path(DeltaAction action) => action switch
    {
        AddFile add => add.Path,
        RemoveFile remove => remove.Path,
        _ => null,
    };

    private static async Task<string> OfAsync(Dataset dataset, Commit commit, CancellationToken cancellation)
    {
        if (CommitRecipe.From(commit.Info) is not { Definition: not null } recipe)
        {
            return Manual;
        }

        if (commit.Info!.Operation == "REFRESH" && commit.Info.OperationParameters.GetValueOrDefault("mode") == "incremental")
        {
            return recipe.Listings is null ? Upstream : Object;
        }

        await foreach (var before in ContentHistory.WalkAsync(dataset.Log, commit.Version - 1, cancellation))
        {
            if (before.Recipe is { Definition: not null } known)
            {
                return Compare(known, recipe);
            }
        }

        return Manual;
    }

    private static string Compare(CommitRecipe before, CommitRecipe after) =>
        Models(before) != Models(after) ? Model
        : before.Definition!.Sql != after.Definition!.Sql || Parameters(before) != Parameters(after) ? Prompt
        : Inputs(before) != Inputs(after) ? Upstream
        : Listings(before) != Listings(after) ? Object
        : Manual;

    private static string Models(CommitRecipe recipe) => Joined(recipe.Models.Select(m => $"{m.Task} {m.Digest}").Distinct());

    private static string Parameters(CommitRecipe recipe) => Joined(recipe.Definition!.Parameters?.Select(p => $"{p.Name} {p.Value}") ?? []);

    private static string Inputs(CommitRecipe recipe) => Joined(recipe.Inputs.Select(i => $"{i.Schema}.{i.Name}@{i.Version}"));

    private static string Listings(CommitRecipe recipe) => Joined(recipe.Listings?.Select(l => $"{l.Function} {l.Pattern} {l.Hash}") ?? []);

    private static string Joined(IEnumerable<string> lines) => string.Join('\n', lines.Order(StringComparer.Ordinal));
}
