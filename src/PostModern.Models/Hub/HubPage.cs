using System.Text.Json;

namespace PostModern.Models.Hub;

/// <summary>An answer of the hub, and where the next part of a long list is.</summary>
internal sealed record HubPage(JsonDocument Json, string? Next) : IDisposable
{
    /// <summary>The address in a header such as <c>Link: &lt;https://…&gt;; rel="next"</c>.</summary>
    internal static string? NextOf(HttpResponseMessage response) =>
        response.Headers.TryGetValues("Link", out var links)
        && links.FirstOrDefault(link => link.Contains("rel=\"next\"", StringComparison.Ordinal)) is { } next
        && next.IndexOf('>', StringComparison.Ordinal) is > 1 and var end && next[0] == '<'
            ? next[1..end]
            : null;

    public void Dispose() => Json.Dispose();
}
