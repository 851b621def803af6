namespace PostModern.Lake.Http;

/// <summary>How links are asked for: how patiently, how politely, and where to.</summary>
/// <remarks>The defaults are those of a well-behaved crawler: a site's owner should not notice that a table of links is checked.</remarks>
public sealed record HttpOptions
{
    /// <summary>What one link may take, with its redirects and retries, until its first bytes are there; and for how long a body may drip.</summary>
    /// <remarks>Waiting for a turn at a busy host doesn't count.</remarks>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What a connection may take to be made, TLS included.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>For how long an answer may fall silent.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Requests at the same time to one host.</summary>
    public int PerHost { get; init; } = 8;

    /// <summary>Requests at the same time to all hosts together.</summary>
    public int Total { get; init; } = 64;

    /// <summary>Requests that may start in a second at one host; null for any number.</summary>
    public double? RequestsPerSecond { get; init; }

    /// <summary>How often a request is made again that failed for now: 408, 429, 5xx, a broken connection, a time-out.</summary>
    public int Retries { get; init; } = 3;

    /// <summary>How long the first retry waits, give or take half; each further one waits twice as long.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest wait that a server's Retry-After gets; one that asks for more is not asked again.</summary>
    public TimeSpan LongestRetryAfter { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Which hosts and addresses may be asked.</summary>
    public AddressPolicy Addresses { get; init; } = new();

    /// <summary>The proxy to go through; null for none, whatever the environment says.</summary>
    /// <remarks>A proxy resolves names itself, so that it has to keep requests away from private addresses.</remarks>
    public Uri? Proxy { get; init; }
}
