using System.Text.Json.Nodes;

namespace PostModern.Lake.Delta;

/// <summary>What the log will say of a commit beside its files.</summary>
/// <param name="Operation">As other engines name it: <c>WRITE</c>, <c>DELETE</c>, <c>UPDATE</c>, <c>MERGE</c> …</param>
public sealed record CommitDescription(string Operation)
{
    private static readonly Dictionary<string, string> Nothing = [];

    /// <summary>The operation's arguments; for <c>WRITE</c> usually <c>mode</c> = <c>Append</c> or <c>Overwrite</c>.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = Nothing;

    public string? UserName { get; init; }

    /// <summary>How the version came to be; see Lineage.</summary>
    public JsonObject? Recipe { get; init; }
}
