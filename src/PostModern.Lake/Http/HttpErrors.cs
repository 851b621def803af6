using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using PostModern.Arrow.Errors;

namespace PostModern.Lake.Http;

/// <summary>What failures of requests mean to the user.</summary>
internal static class HttpErrors
{
    /// <summary>Whether an exception is a request's failure, as opposed to our own bug.</summary>
    /// <remarks>A connection that takes too long to make is reported as cancelled, by a time-out.</remarks>
    public static bool IsFailure(Exception e) =>
        e is HttpRequestException or IOException or TimeoutException or SocketException or ServerException
        || (e is OperationCanceledException && Find<TimeoutException>(e) is not null);

    /// <summary>Whether the same request may go well in a moment. A refused connection, an unknown host or certificate stay.</summary>
    public static bool IsTransient(Exception e) => Find<ServerException>(e) is { } known
        ? known.Code == ErrorCode.Unavailable
        : Find<TimeoutException>(e) is not null || (Find<AuthenticationException>(e) is null && Find<SocketException>(e)?.SocketErrorCode != SocketError.ConnectionRefused);

    public static ServerException Translate(Exception e, Uri uri)
    {
        if (Find<ServerException>(e) is { } known)
        {
            return known;
        }

        return Find<AuthenticationException>(e) is { } tls ? Untrusted(tls, uri)
            : Find<TimeoutException>(e) is { } late ? new ServerException(ErrorCode.Timeout, $"'{uri}': {late.Message.TrimEnd('.')}.", e)
            : e is HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded }
                ? new ServerException(ErrorCode.InvalidInput, $"'{uri}' answers with something that is not HTTP: {Innermost(e)}", e)
                : new ServerException(ErrorCode.Unavailable, $"'{uri}' can't be read: {Innermost(e)}", e);
    }

    /// <summary>What an answer's status means; the answer is no success.</summary>
    public static ServerException Answered(HttpStatusCode status, Uri uri) => new(
        CodeOf(status),
        $"'{uri}' answers {(int)status}" + (status switch
        {
            HttpStatusCode.NotFound or HttpStatusCode.Gone => ": there is nothing (any more).",
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => ": it is not public.",
            HttpStatusCode.TooManyRequests => ": the host wants fewer requests. Try again later, or lower --http-per-host or --http-rate.",
            _ when (int)status >= 500 => ": the host is broken or busy. Try again later.",
            _ => ", which is no success.",
        }));

    public static ServerException Changed(Uri uri, string? was, string? found) => new(
        ErrorCode.Conflict,
        $"'{uri}' has changed since it was listed (etag was {was ?? "unknown"}, is {found ?? "unknown"}). List it again to read its present bytes.");

    private static ErrorCode CodeOf(HttpStatusCode status) => status switch
    {
        HttpStatusCode.NotFound or HttpStatusCode.Gone => ErrorCode.NotFound,
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.UnavailableForLegalReasons => ErrorCode.PermissionDenied,
        HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests => ErrorCode.Unavailable,
        _ when (int)status >= 500 => ErrorCode.Unavailable,
        _ => ErrorCode.InvalidInput,
    };

    private static ServerException Untrusted(AuthenticationException e, Uri uri) => new(
        ErrorCode.PermissionDenied, $"'{uri}' can't prove that it is '{uri.Host}': {Innermost(e)} Add its authority to those that the server's system trusts.", e);

    private static string Innermost(Exception e) => e.GetBaseException().Message.TrimEnd('.') + ".";

    private static T? Find<T>(Exception? e)
        where T : Exception
    {
        while (e is not null and not T)
        {
            e = e.InnerException;
        }

        return (T?)e;
    }
}
