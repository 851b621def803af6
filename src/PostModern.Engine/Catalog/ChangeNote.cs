using System.Text.Json;
using PostModern.Lake.Delta;
using PostModern.Lake.Lineage;

namespace PostModern.Engine.Catalog;

/// <summary>What the log will say of a change: how the version came to be.</summary>
/// <param name="Operation">As other engines name it.</param>
/// <param name="Parameters">The operation's arguments.</param>
/// <param name="Recipe">The statement and what it used.</param>
internal sealed record ChangeNote(string Operation, IReadOnlyDictionary<string, string> Parameters, CommitRecipe Recipe)
{
    private static readonly Dictionary<string, string> s_noParameters = [];

    /// <summary>The execution that made the change; of several in one transaction the last.</summary>
    public Guid RunId { get; init; }

    public CommitDescription ToDescription() => new(Operation)
    {
        Parameters = Parameters,
        UserName = Recipe.User,
        Recipe = Recipe.ToJson(),
    };

    /// <summary>The note of one version that two statements of a transaction make: both texts, and all that either used.</summary>
    /// <remarks>What the dataset's content is defined by, only the later can say: after an INSERT no single statement does.</remarks>
    public ChangeNote Then(ChangeNote next) => new("TRANSACTION", s_noParameters, next.Recipe with
    {
        Sql = $"{Recipe.Sql};\n{next.Recipe.Sql}",
        Inputs = [.. Recipe.Inputs.Union(next.Recipe.Inputs)],
        Listings = Recipe.Listings is null ? next.Recipe.Listings : [.. Recipe.Listings.Union(next.Recipe.Listings ?? [])],
        Models = [.. Recipe.Models.Concat(next.Recipe.Models).DistinctBy(m => (m.Name, m.Task, m.Digest, JsonSerializer.Serialize(m.Options)))],
        Started = Recipe.Started,
        Rows = Recipe.Rows + next.Recipe.Rows,
        ModelCalls = Recipe.ModelCalls + next.Recipe.ModelCalls,
        CacheHits = Recipe.CacheHits + next.Recipe.CacheHits,
    })
    {
        RunId = next.RunId,
    };
}
