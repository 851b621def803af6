using System.Net;
using PostModern.Arrow.Errors;
using PostModern.Models.Remote;

namespace PostModern.Models.Sources;

/// <summary>Where the server of a model is, and how it is talked to, as the URI in CREATE MODEL says.</summary>
/// <param name="Protocol">How the server is talked to.</param>
/// <param name="Endpoint">Where the protocol's paths begin.</param>
/// <param name="Model">The model's name on the server.</param>
/// <param name="Version">Its version; null for the server's choice.</param>
internal sealed record RemoteAddress(RemoteProtocol Protocol, Uri Endpoint, string Model, string? Version)
{
    /// <returns>Null when the source is no server.</returns>
    /// <exception cref="ServerException">InvalidInput: it is one, and something is missing.</exception>
    internal static RemoteAddress? TryParse(string source, string? protocol, string? model, string? version)
    {
        var scheme = source.Split("://") is [var first, _] ? first.ToLowerInvariant() : "";
        return (scheme, protocol?.ToLowerInvariant()) switch
        {
            ("openai", null or "openai") => OfOpenAi(source, IsLoopback(source) ? "http" : "https", model, version),
            ("http" or "https", "openai") => OfOpenAi(source, scheme, model, version),
            ("oip+http" or "oip+https", null or "oip") => OfInference(source, RemoteProtocol.InferenceRest, scheme["oip+".Length..], model, version),
            ("oip+grpc", null or "oip") => OfInference(source, RemoteProtocol.InferenceGrpc, "http", model, version),
            ("oip+grpcs", null or "oip") => OfInference(source, RemoteProtocol.InferenceGrpc, "https", model, version),
            ("http" or "https", "oip") => OfInference(source, RemoteProtocol.InferenceRest, scheme, model, version),
            ("http" or "https", null) => throw Invalid(source, "Say how the server is talked to: OPTIONS (protocol 'openai', model '…') or (protocol 'oip')."),
            (_, not null) => throw Invalid(source, $"The protocol '{protocol}' doesn't go with it; there are openai for openai:, http: and https:, and oip for oip+http:, oip+grpc:, http: and https:."),
            _ => null,
        };
    }

    private static RemoteAddress OfOpenAi(string source, string scheme, string? model, string? version)
    {
        var uri = Parse(source, scheme);
        var named = model ?? Query(uri, "model") ?? throw Invalid(source, "Name the model: openai://host/v1?model=name, or OPTIONS (model 'name').");
        return new RemoteAddress(RemoteProtocol.OpenAi, Bare(uri, uri.AbsolutePath), named, version);
    }

    /// <summary>The last part of the path is the model; what stands before it may be a gateway's.</summary>
    private static RemoteAddress OfInference(string source, RemoteProtocol protocol, string scheme, string? model, string? version)
    {
        var uri = Parse(source, scheme);
        var path = uri.AbsolutePath.Trim('/').Split('/', StringSplitOptions.RemoveEmptyEntries);
        var named = model ?? (path.Length > 0 ? Uri.UnescapeDataString(path[^1]) : throw Invalid(source, "Name the model: oip+http://host:port/model, or OPTIONS (model 'name')."));
        var before = string.Join('/', model is null ? path[..^1] : path);
        return new RemoteAddress(protocol, Bare(uri, "/" + before), named, version ?? Query(uri, "version"));
    }

    private static Uri Parse(string source, string scheme) =>
        Uri.TryCreate($"{scheme}://{source[(source.IndexOf("://", StringComparison.Ordinal) + 3)..]}", UriKind.Absolute, out var uri) && uri.Host.Length > 0
            ? uri.UserInfo.Length == 0
                ? uri
                : throw new ServerException(ErrorCode.InvalidInput, "A model's address holds no user and no key. Name where the key is with OPTIONS (api_key_env '…') or (connection '…').")
            : throw Invalid(source, "It is no address.");

    private static bool IsLoopback(string source) => Uri.TryCreate(source, UriKind.Absolute, out var uri)
        && (uri.Host == "localhost" || (IPAddress.TryParse(uri.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address)));

    private static Uri Bare(Uri uri, string path) => new UriBuilder(uri.Scheme, uri.Host, uri.Port, path).Uri;

    private static string? Query(Uri uri, string name) => uri.Query.TrimStart('?').Split('&')
        .Select(pair => pair.Split('=', 2))
        .Where(pair => pair.Length == 2 && pair[0] == name)
        .Select(pair => Uri.UnescapeDataString(pair[1]))
        .FirstOrDefault();

    // An address may hold what it shouldn't, so that only its beginning is shown.
    private static ServerException Invalid(string source, string what) => new(
        ErrorCode.InvalidInput, $"'{source.Split('?')[0]}' is not enough for a model. {what}");
}
