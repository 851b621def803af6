namespace PostModern.Models.Remote;

/// <summary>How much may be asked of a model's server.</summary>
public sealed record RemoteLimits
{
    /// <summary>Requests at the same time.</summary>
    public int Concurrency { get; init; } = 8;

    /// <summary>Requests a minute; null for as many as the server takes.</summary>
    public double? RequestsPerMinute { get; init; }

    /// <summary>Tokens a minute, questions and answers together; null for as many as the server takes.</summary>
    public double? TokensPerMinute { get; init; }

    /// <summary>What one request may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How often a request is made again that the server was too busy for.</summary>
    public int Retries { get; init; } = 4;

    /// <summary>The longest wait before the first retry; it doubles with each.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>A server that asks for a longer wait is not waited for.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);
}
