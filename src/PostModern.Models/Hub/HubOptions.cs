using PostModern.Arrow.Errors;

namespace PostModern.Models.Hub;

/// <summary>Where models are pulled from, and how.</summary>
public sealed record HubOptions
{
    internal const string DefaultPrecision = "fp32";

    private const string DefaultEndpoint = "https://huggingface.co";
    private const string EndpointVariable = "HF_ENDPOINT";

    /// <summary>The hub's address.</summary>
    public Uri Endpoint { get; init; } = ReadEndpoint(Environment.GetEnvironmentVariable(EndpointVariable));

    /// <summary>Proves who asks, for private and gated models. It goes to the hub only, and into no message.</summary>
    public string? Token { get; init; } = Environment.GetEnvironmentVariable("HF_TOKEN") is { Length: > 0 } token ? token : null;

    /// <summary>The folder of model folders.</summary>
    public required string ModelFolder { get; init; }

    /// <summary>The variant of the networks where the address names none: fp32, fp16, q8, int8, uint8, q4, q4f16 or bnb4.</summary>
    public string Precision { get; init; } = DefaultPrecision;

    /// <summary>How often a broken transfer is taken up again.</summary>
    public int Retries { get; init; } = 5;

    /// <summary>The pause before the first retry; each one after it is twice as long.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    // A record prints its members, and a token must not be printed.
    public override string ToString() => $"{Endpoint} → {ModelFolder}";

    private static Uri ReadEndpoint(string? text) => Uri.TryCreate(text is { Length: > 0 } ? text : DefaultEndpoint, UriKind.Absolute, out var uri) && (uri.Scheme is "http" or "https")
        ? uri
        : throw new ServerException(ErrorCode.InvalidInput, $"{EndpointVariable} is no address such as {DefaultEndpoint}.");
}
