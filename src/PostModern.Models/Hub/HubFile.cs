using System.Text.Json;
using PostModern.Models.Json;

namespace PostModern.Models.Hub;

/// <summary>A file of a repository.</summary>
/// <param name="Path">With slashes, from the repository's root.</param>
/// <param name="Size">In bytes.</param>
/// <param name="Sha256">Of its content, for large files; null for small ones.</param>
/// <param name="GitId">Git's hash of a small file; null when not known.</param>
internal sealed record HubFile(string Path, long Size, string? Sha256, string? GitId)
{
    /// <summary>An entry of the hub's listing of a tree; null for a folder.</summary>
    internal static HubFile? Read(JsonElement entry)
    {
        if (entry.OptionalText("type") is not "file")
        {
            return null;
        }

        var large = entry.Member("lfs");
        return new HubFile(
            entry.Text("path"),
            large?.Member("size")?.GetInt64() ?? entry.Member("size")?.GetInt64() ?? 0,
            large?.OptionalText("oid"),
            large is null ? entry.OptionalText("oid") : null);
    }
}
