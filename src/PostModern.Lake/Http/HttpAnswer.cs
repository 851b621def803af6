using System.Net;
using PostModern.Arrow.Errors;

namespace PostModern.Lake.Http;

/// <summary>An answer's head, and its body while it comes. Until it is disposed it takes one of the host's turns.</summary>
internal sealed class HttpAnswer(HttpAsk ask, HttpResponseMessage response, HttpOptions options, IDisposable turn) : IDisposable
{
    public HttpStatusCode Status => response.StatusCode;

    public bool IsSuccess => response.IsSuccessStatusCode;

    /// <summary>Whether the body is the asked range, and not the whole object.</summary>
    public bool IsRange => Status == HttpStatusCode.PartialContent;

    /// <summary>The URL that answered.</summary>
    public Uri Uri => ask.Uri;

    public string? Location => response.Headers.NonValidated.TryGetValues("Location", out var location) ? location.ToString() : null;

    public HttpValidators Validators { get; } = HttpValidators.Of(response);

    /// <summary>Whether it sends somewhere else.</summary>
    public bool IsRedirect => Status is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
        or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;

    /// <summary>How long the server asks to be left alone.</summary>
    public TimeSpan? RetryAfter => RetryPolicy.Asked(response.Headers, DateTimeOffset.UtcNow);

    /// <exception cref="ServerException">It is no success.</exception>
    public void ThrowIfFailed()
    {
        if (!IsSuccess)
        {
            throw HttpErrors.Answered(Status, Uri);
        }
    }

    /// <summary>The body, which fails when it ends early, falls silent or drips. Disposing the answer closes it.</summary>
    /// <exception cref="ServerException">InvalidInput: another range than the asked one.</exception>
    public async Task<Stream> OpenBodyAsync(CancellationToken cancellationToken)
    {
        var range = response.Content.Headers.ContentRange;
        if (IsRange && (range?.From ?? 0) != (ask.From ?? 0))
        {
            throw new ServerException(
                ErrorCode.InvalidInput, $"'{Uri}' was asked for its bytes from {ask.From ?? 0} and answers with those from {range?.From}. Its server is broken.");
        }

        return new HttpBody(await response.Content.ReadAsStreamAsync(cancellationToken), Uri, response.Content.Headers.ContentLength, options);
    }

    public void Dispose()
    {
        response.Dispose();
        turn.Dispose();
    }
}
