using PostModern.Models.Inference;

namespace PostModern.Models.Remote;

/// <summary>A model that a server elsewhere runs.</summary>
/// <param name="Name">As SQL calls it.</param>
/// <param name="Protocol">How the server is talked to.</param>
/// <param name="Endpoint">Where the protocol's paths begin, as <c>https://host/v1</c>; without user, query or fragment.</param>
/// <param name="Model">The model's name on the server.</param>
public sealed record RemoteModel(string Name, RemoteProtocol Protocol, Uri Endpoint, string Model)
{
    /// <summary>The model's version on the server; null for the one that the server chooses.</summary>
    public string? Version { get; init; }

    public RemoteLimits Limits { get; init; } = new();

    public SpendingLimits Spending { get; init; } = new();

    /// <summary>How to find the key that the server wants; null when it wants none.</summary>
    public Func<CancellationToken, ValueTask<string>>? FindKey { get; init; }

    /// <summary>How freely a chat model answers; null for the server's own.</summary>
    public double? Temperature { get; init; }

    /// <summary>The most tokens that an answer has; null for the server's own limit.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>Makes answers repeat, with servers that can; null for none.</summary>
    public int? Seed { get; init; }

    /// <summary>The wanted length of vectors; null for the model's own.</summary>
    public int? Dimensions { get; init; }

    /// <summary>The tokens that a question and its answer may have together.</summary>
    public int Context { get; init; } = 8192;
}
