using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using PostModern.Lake.Delta;

namespace PostModern.Lake.Lineage;

/// <summary>How a version came to be: enough to explain it, and to make it again.</summary>
/// <param name="Sql">The statement as the user wrote it.</param>
/// <remarks>Kept in the commit's <c>commitInfo</c> under the key <c>postmodern</c>; other engines ignore it.</remarks>
public sealed record CommitRecipe(string Sql)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public IReadOnlyList<DatasetInput> Inputs { get; init; } = [];

    /// <summary>The listings that were read; null in recipes from before they were kept.</summary>
    public IReadOnlyList<ListingInput>? Listings { get; init; }

    /// <summary>Null when no model function was given objects.</summary>
    public ObjectInput? Objects { get; init; }

    public IReadOnlyList<ModelUse> Models { get; init; } = [];

    /// <summary>The schema of names without one; null in recipes from before it was kept.</summary>
    public string? Schema { get; init; }

    /// <summary>The session's <c>pm.as_of</c>; null for the present.</summary>
    public DateTimeOffset? AsOf { get; init; }

    /// <summary>The values of the statement's parameters; null when there are none, or when they were too large to keep.</summary>
    public IReadOnlyList<RecipeParameter>? Parameters { get; init; }

    /// <summary>Set where the statement says all that is in the dataset from then on: what REFRESH makes again.</summary>
    public RecipeDefinition? Definition { get; init; }

    /// <summary>A Parquet file, relative to the dataset's folder, that tells which row came from which object; see <see cref="SourceFile"/>.</summary>
    public string? Sources { get; init; }

    public string? User { get; init; }

    public DateTimeOffset? Started { get; init; }

    public DateTimeOffset? Finished { get; init; }

    /// <summary>Rows that the statement wrote or removed.</summary>
    public long? Rows { get; init; }

    /// <summary>Model calls that were made.</summary>
    public long ModelCalls { get; init; }

    /// <summary>Model calls that the cache answered.</summary>
    public long CacheHits { get; init; }

    /// <summary>The software that ran the statement, with its version.</summary>
    public string? Engine { get; init; }

    /// <summary>The recipe for a commit.</summary>
    public JsonObject ToJson() => JsonSerializer.SerializeToNode(this, Json)!.AsObject();

    /// <summary>The recipe in a commit; null when another engine wrote it, or when it isn't legible.</summary>
    public static CommitRecipe? From(CommitInfo? info)
    {
        try
        {
            return info?.Recipe?.ContainsKey("sql") == true ? info.Recipe.Deserialize<CommitRecipe>(Json) : null;
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            // A later server may write recipes of another shape; its data is still ours to read.
            return null;
        }
    }
}
