using PostModern.Arrow.Errors;
using PostModern.Lake.Objects;

namespace PostModern.Lake.Http;

/// <summary>The bytes behind a link, all from one state of the object.</summary>
/// <remarks>
/// A server without ranges is read from start to end; only when a caller goes back, or a connection breaks, the whole object is fetched into a
/// temporary file, which then serves all reads.
/// </remarks>
internal sealed class HttpReadStream : RangedReadStream
{
    private readonly HttpRequests _requests;
    private readonly Uri _uri;
    private readonly HttpValidators _state;
    private readonly bool _hasRanges;
    private HttpAnswer? _answer;
    private FileStream? _copy;

    private HttpReadStream(HttpRequests requests, Uri uri, HttpAnswer first, Stream body, long length, long start, long end)
        : base(length)
    {
        _requests = requests;
        _uri = uri;
        _state = first.Validators;
        _hasRanges = first.IsRange;
        _answer = first;
        Begin(body, start, end);
    }

    protected override long MostSkipped => _hasRanges || _copy is not null ? base.MostSkipped : long.MaxValue;

    /// <param name="requests">How to ask.</param>
    /// <param name="uri">The link, before redirects: where it leads to may hold only for a while.</param>
    /// <param name="first">An answer with the object's bytes; the stream's from now on.</param>
    /// <param name="range">The bytes that were asked for; null for all.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Seekable, with a known length.</returns>
    public static async Task<Stream> OpenAsync(HttpRequests requests, Uri uri, HttpAnswer first, (long Start, long End)? range, CancellationToken cancellationToken)
    {
        try
        {
            var body = await first.OpenBodyAsync(cancellationToken);
            if (first.Validators.Length is { } length)
            {
                // A server without ranges has sent everything.
                return range is var (start, end) && first.IsRange
                    ? new HttpReadStream(requests, uri, first, body, length, start, Math.Min(end, length))
                    : new HttpReadStream(requests, uri, first, body, length, 0, length) { Position = range?.Start ?? 0 };
            }

            // How long it is shows only at its end.
            using (first)
            {
                var copy = await TemporaryCopy.OfAsync(body, uri, cancellationToken);
                copy.Position = range?.Start ?? 0;
                return copy;
            }
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            first.Dispose();
            throw HttpErrors.Translate(e, uri);
        }
        catch
        {
            first.Dispose();
            throw;
        }
    }

    protected override async Task<Stream> OpenAtAsync(long position, CancellationToken cancellationToken)
    {
        if (_copy is null && _hasRanges)
        {
            return await AskAsync(position, cancellationToken);
        }

        if (_copy is null)
        {
            var whole = await AskAsync(null, cancellationToken);
            _copy = await TemporaryCopy.OfAsync(whole, _uri, cancellationToken);
            CloseAnswer();
        }

        _copy.Position = position;
        return _copy;
    }

    protected override void Close(Stream opened) => CloseAnswer();

    protected override ServerException Translate(Exception e) => HttpErrors.Translate(e, _uri);

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _copy?.Dispose();
    }

    private async Task<Stream> AskAsync(long? position, CancellationToken cancellationToken)
    {
        _answer = await _requests.SendAsync(new HttpAsk(HttpMethod.Get, _uri, position), _requests.NewBudget(), cancellationToken);
        _answer.ThrowIfFailed();
        if (!_state.Match(_answer.Validators))
        {
            throw HttpErrors.Changed(_uri, _state.Pin, _answer.Validators.Pin);
        }

        return position is null || _answer.IsRange
            ? await _answer.OpenBodyAsync(cancellationToken)
            : throw new ServerException(
                ErrorCode.Unavailable, $"'{_uri}' was asked for its bytes from {position} on, and sends all of them, though it sent ranges before. Try again.");
    }

    private void CloseAnswer()
    {
        _answer?.Dispose();
        _answer = null;
    }
}
