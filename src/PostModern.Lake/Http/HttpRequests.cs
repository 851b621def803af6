using System.Net;
using PostModern.Arrow.Errors;

namespace PostModern.Lake.Http;

/// <summary>Makes requests: at the hosts' pace, again where that may help, and to wherever they are redirected.</summary>
internal sealed class HttpRequests(HttpOptions options) : IDisposable
{
    private const int MostRedirects = 10;

    private readonly HttpMessageInvoker _client = HttpConnections.Open(options);
    private readonly HostGates _gates = new(options);

    public HttpOptions Options => options;

    /// <summary>A fresh allowance of time for one link.</summary>
    public TimeBudget NewBudget() => new(options.Timeout);

    /// <summary>The gate of a URL's host.</summary>
    public HostGates.Use GateOf(Uri uri) => _gates.Of(uri);

    /// <summary>The answer at the end of all redirects, whatever its status. The caller disposes it.</summary>
    /// <exception cref="ServerException">There is none.</exception>
    public async Task<HttpAnswer> SendAsync(HttpAsk ask, TimeBudget budget, CancellationToken cancellationToken)
    {
        var path = new List<Uri> { ask.Uri };
        while (true)
        {
            var answer = await SendToHostAsync(ask with { Uri = path[^1] }, budget, cancellationToken);
            if (!answer.IsRedirect)
            {
                return answer;
            }

            using (answer)
            {
                path.Add(Next(path, answer));
            }
        }
    }

    /// <summary>The answer with an object's first bytes, as a range where the server has ranges; whatever its status. The caller disposes it.</summary>
    /// <param name="uri">The link.</param>
    /// <param name="last">The last byte wanted; null for all.</param>
    /// <param name="budget">The time it may take.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <param name="first">The first byte wanted.</param>
    /// <exception cref="ServerException">There is none.</exception>
    public async Task<HttpAnswer> GetAsync(Uri uri, long? last, TimeBudget budget, CancellationToken cancellationToken, long first = 0)
    {
        var ask = new HttpAsk(HttpMethod.Get, uri, first, last);
        var answer = await SendAsync(ask, budget, cancellationToken);
        if (answer.Status != HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            return answer;
        }

        // There is no such byte: an empty object has not even a first one.
        answer.Dispose();
        return await SendAsync(ask with { From = null, To = null }, budget, cancellationToken);
    }

    public void Dispose() => _client.Dispose();

    private static Uri Next(List<Uri> path, HttpAnswer answer)
    {
        var next = HttpLocation.Redirected(path[^1], answer.Location);
        return path.Contains(next)
            ? throw new ServerException(ErrorCode.InvalidInput, $"'{path[0]}' redirects in a loop: {string.Join(" → ", path.Append(next))}.")
            : path.Count <= MostRedirects
                ? next
                : throw new ServerException(ErrorCode.InvalidInput, $"'{path[0]}' redirects more than {MostRedirects} times, by then to '{next}'.");
    }

    /// <summary>The host's answer, a redirect or not, after retries.</summary>
    private async Task<HttpAnswer> SendToHostAsync(HttpAsk ask, TimeBudget budget, CancellationToken cancellationToken)
    {
        options.Addresses.CheckHost(ask.Uri.Host);
        using var use = _gates.Of(ask.Uri);
        var gate = use.Gate;
        for (var retry = 0; ; retry++)
        {
            gate.Health.ThrowIfDown(ask.Uri.Host);
            var attempt = await TryAsync(ask, budget, cancellationToken);
            var wait = attempt.RetryAfter ?? RetryPolicy.Delay(options, retry);
            Note(gate, attempt, wait);
            var isLast = !attempt.IsTransient || !ask.Retries || retry == options.Retries || wait > options.LongestRetryAfter;
            if (isLast || wait >= budget.Left)
            {
                return attempt.Answer ?? throw attempt.Failure!;
            }

            attempt.Answer?.Dispose();
            await budget.WaitAsync(wait, cancellationToken);
        }
    }

    private void Note(HostGate gate, Attempt attempt, TimeSpan wait)
    {
        if (attempt.IsOverload)
        {
            // It concerns everybody who asks that host.
            gate.Pause(wait < options.LongestRetryAfter ? wait : options.LongestRetryAfter);
        }

        if (attempt.Failure is { Code: ErrorCode.Unavailable or ErrorCode.Timeout or ErrorCode.NotFound } failure)
        {
            gate.Health.Failed(failure);
        }
        else if (attempt.IsOverload)
        {
            gate.Health.Failed(HttpErrors.Answered(attempt.Answer!.Status, attempt.Answer.Uri));
        }
        else
        {
            gate.Health.Succeeded();
        }
    }

    private async Task<Attempt> TryAsync(HttpAsk ask, TimeBudget budget, CancellationToken cancellationToken)
    {
        var turn = await _gates.EnterAsync(ask.Uri, cancellationToken);
        try
        {
            using var message = ask.ToMessage();
            var response = await budget.SpendAsync(options.IdleTimeout, token => _client.SendAsync(message, token), cancellationToken);
            return new Attempt(new HttpAnswer(ask, response, options, turn), null, false);
        }
        catch (Exception e) when (HttpErrors.IsFailure(e) && !cancellationToken.IsCancellationRequested)
        {
            turn.Dispose();
            return new Attempt(null, HttpErrors.Translate(e, ask.Uri), HttpErrors.IsTransient(e));
        }
        catch
        {
            turn.Dispose();
            throw;
        }
    }

    /// <param name="Answer">Null when there was none.</param>
    /// <param name="Failure">Null when there was an answer.</param>
    /// <param name="IsPassing">Whether the failure may pass.</param>
    private readonly record struct Attempt(HttpAnswer? Answer, ServerException? Failure, bool IsPassing)
    {
        public bool IsTransient => Answer is null ? IsPassing : RetryPolicy.IsTransient(Answer.Status);

        public bool IsOverload => Answer is not null && RetryPolicy.IsOverload(Answer.Status);

        public TimeSpan? RetryAfter => Answer?.RetryAfter;
    }
}
