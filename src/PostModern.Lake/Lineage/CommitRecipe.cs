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

    /// <summary>Null when no objects were read.</summary>
    public ObjectInput? Objects { get; init; }

    public IReadOnlyList<ModelUse> Models { get; init; } = [];

    public string? User { get; init; }

    public DateTimeOffset? Started { get; init; }

    public DateTimeOffset? Finished { get; init; }

    /// <summary>Rows that the statement wrote or removed.</summary>
    public long? Rows { get; init; }

    /// <summary>Model calls that were made.</summary>
    public long ModelCalls { get; init; }

    /// <summary>Model calls that the cache answered.</summary>
    public long CacheHits { get; init; }

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
