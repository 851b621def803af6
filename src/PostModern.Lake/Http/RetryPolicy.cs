using System.Net;
using System.Net.Http.Headers;

namespace PostModern.Lake.Http;

/// <summary>What is asked for again, and when.</summary>
public static class RetryPolicy
{
    /// <summary>Whether the same request may get another answer in a moment.</summary>
    public static bool IsTransient(HttpStatusCode status) =>
        status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or HttpStatusCode.InternalServerError
            or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;

    /// <summary>Whether an answer says that its host is asked too much.</summary>
    public static bool IsOverload(HttpStatusCode status) => status is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable;

    /// <summary>How long to wait before a retry: twice as long each time, with jitter, so that many that failed together don't return together.</summary>
    /// <param name="options">The first wait.</param>
    /// <param name="retry">The retry's number, from 0.</param>
    internal static TimeSpan Delay(HttpOptions options, int retry) =>
        options.RetryDelay * Math.Pow(2, Math.Min(retry, 10)) * (0.5 + Random.Shared.NextDouble());

    /// <summary>The wait that a server asks for, in seconds or until a date; null when it asks for none.</summary>
    public static TimeSpan? Asked(HttpResponseHeaders headers, DateTimeOffset now) => headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date > now ? date - now : TimeSpan.Zero,
        _ => null,
    };
}
