using System.Net;
using System.Security.Cryptography;
using PostModern.Arrow.Errors;
using PostModern.Lake.Objects;

namespace PostModern.Lake.Http;

/// <summary>Finds out what is behind a link: HEAD, then the first bytes, since neither a name nor a header says reliably what an object is.</summary>
internal sealed class HttpProbe(HttpRequests requests)
{
    /// <param name="link">The link; a broken one is an answer, too.</param>
    /// <param name="hash">Whether to read the whole object for its hash.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<HttpLink> AskAsync(string link, bool hash, CancellationToken cancellationToken)
    {
        Uri uri;
        try
        {
            uri = HttpLocation.Parse(link);
        }
        catch (ServerException e)
        {
            return new HttpLink(link, null, null, null, Failure: e);
        }

        var found = new HttpLink(link, null, null, null);
        try
        {
            var budget = requests.NewBudget();
            using var answer = (hash ? null : await HeadAsync(uri, budget, cancellationToken)) ?? await requests.GetAsync(uri, hash ? null : ContentTypes.BytesNeeded - 1, budget, cancellationToken);
            found = Told(found, uri, answer);
            return answer.IsSuccess
                ? await ReadAsync(found, uri, answer, hash, cancellationToken)
                : found with { Failure = HttpErrors.Answered(answer.Status, answer.Uri) };
        }
        catch (Exception e) when (HttpErrors.IsFailure(e) && !cancellationToken.IsCancellationRequested)
        {
            return found with { Failure = HttpErrors.Translate(e, uri) };
        }
    }

    /// <summary>A HEAD's answer where it settles the matter: nothing is there. Any other may be a lie, of which the GET that follows knows the truth.</summary>
    private async Task<HttpAnswer?> HeadAsync(Uri uri, TimeBudget budget, CancellationToken cancellationToken)
    {
        using var host = requests.GateOf(uri);
        if (host.Gate.RefusesHead)
        {
            return null;
        }

        try
        {
            var answer = await requests.SendAsync(new HttpAsk(HttpMethod.Head, uri) { Retries = false }, budget.Third(), cancellationToken);
            if (answer.Status is HttpStatusCode.NotFound or HttpStatusCode.Gone)
            {
                return answer;
            }

            using (answer)
            {
                host.Gate.RefusesHead |= answer.Status is HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotImplemented or HttpStatusCode.BadRequest;
                return null;
            }
        }
        catch (ServerException e) when (e.Code == ErrorCode.Timeout)
        {
            // Some servers never answer it; the next link at this host need not wait for that again.
            host.Gate.RefusesHead = true;
            return null;
        }
        catch (ServerException e) when (e.Code == ErrorCode.Unavailable)
        {
            return null;
        }
    }

    private static HttpLink Told(HttpLink found, Uri uri, HttpAnswer answer) => found with
    {
        Status = answer.IsRange ? (int)HttpStatusCode.OK : (int)answer.Status,
        RedirectedTo = answer.Uri == uri ? null : answer.Uri.AbsoluteUri,
    };

    private async Task<HttpLink> ReadAsync(HttpLink found, Uri uri, HttpAnswer answer, bool hash, CancellationToken cancellationToken)
    {
        var state = answer.Validators;
        var head = new byte[ContentTypes.BytesNeeded];
        await using var body = hash || state.Length is not null
            ? await HttpReadStream.OpenAsync(requests, uri, answer, null, cancellationToken)
            : await answer.OpenBodyAsync(cancellationToken);
        var read = await body.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken);
        var type = ContentTypes.FromBytes(head.AsSpan(0, read));
        var obj = new ObjectRef(uri.AbsoluteUri, null, state.Pin, hash ? body.Length : state.Length, type, state.Modified);
        return found with { Obj = obj, Hash = hash ? await HashAsync(body, head.AsMemory(0, read), cancellationToken) : null };
    }

    private static async Task<string> HashAsync(Stream rest, ReadOnlyMemory<byte> head, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(head.Span);
        var buffer = new byte[64 * 1024];
        while (await rest.ReadAsync(buffer, cancellationToken) is var read and > 0)
        {
            hash.AppendData(buffer.AsSpan(0, read));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
