using PostModern.Arrow.Errors;

namespace PostModern.Engine.OpenLineage;

/// <summary>Where run events go, and under which name.</summary>
/// <param name="Url">The collector. Without a path, <c>/api/v1/lineage</c> is meant.</param>
/// <param name="ApiKey">Sent as a bearer token; null for none.</param>
public sealed record OpenLineageOptions(Uri Url, string? ApiKey = null)
{
    /// <summary>The namespace of the jobs: one for each server that is to be told apart.</summary>
    public string Namespace { get; init; } = "postmodern";

    /// <summary>What <c>OPENLINEAGE_URL</c>, <c>OPENLINEAGE_API_KEY</c> and <c>OPENLINEAGE_NAMESPACE</c> say, as for other producers.</summary>
    /// <param name="url">Goes before the environment's; null for that.</param>
    /// <returns>Null when neither names a URL.</returns>
    /// <exception cref="ServerException">InvalidInput: it is no HTTP URL.</exception>
    public static OpenLineageOptions? Read(string? url)
    {
        url ??= Variable("OPENLINEAGE_URL");
        if (url is null)
        {
            return null;
        }

        return Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? new OpenLineageOptions(address, Variable("OPENLINEAGE_API_KEY")) { Namespace = Variable("OPENLINEAGE_NAMESPACE") ?? "postmodern" }
            : throw new ServerException(
                ErrorCode.InvalidInput, $"'{url}' is no address for OpenLineage events; write one like http://127.0.0.1:5000.");
    }

    /// <summary>Where events are posted.</summary>
    internal Uri Endpoint => Url.AbsolutePath == "/" ? new Uri(Url, "/api/v1/lineage") : Url;

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
