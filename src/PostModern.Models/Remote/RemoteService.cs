using System.Net;
using System.Net.Http.Headers;
using PostModern.Arrow.Errors;
using PostModern.Lake.Http;
using PostModern.Models.Inference;

namespace PostModern.Models.Remote;

/// <summary>The server of one model: connections, key, limits. Safe for concurrent use.</summary>
/// <remarks>
/// Plain HTTP rather than the <c>OpenAI</c> package: one client serves all protocols under the same rules for addresses, limits, time-outs and retries, and
/// what it sends doesn't change with a package's version, as the name of an answer's limit did.
/// </remarks>
internal sealed class RemoteService : IDisposable
{
    private const int MostShownOfAnswer = 300;

    private readonly HttpMessageInvoker _http;
    private readonly RequestGate _gate;

    /// <param name="model">The model.</param>
    /// <param name="addresses">Where connections may lead: whoever may run SQL can make a model.</param>
    /// <param name="clock">Tells the time; the machine's when null.</param>
    public RemoteService(RemoteModel model, AddressPolicy addresses, TimeProvider? clock = null)
    {
        Model = model;
        _gate = new RequestGate(model.Name, model.Limits, clock);
        _http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            // The key must not follow to another host.
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ActivityHeadersPropagator = null,
            AutomaticDecompression = DecompressionMethods.All,
            EnableMultipleHttp2Connections = true,
            ConnectTimeout = TimeSpan.FromSeconds(15),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            ConnectCallback = (context, token) => HttpConnections.ConnectAsync(addresses, context.DnsEndPoint, token),
        });
    }

    public RemoteModel Model { get; }

    /// <summary>Makes a request under the model's limits and the query's budget.</summary>
    /// <param name="make">The request, made anew for each try.</param>
    /// <param name="read">The answer, and the tokens that it took when it tells.</param>
    /// <param name="likely">The tokens that it may take.</param>
    /// <param name="spending">Pays; null for nobody.</param>
    /// <param name="cancellationToken">The query's.</param>
    /// <exception cref="ServerException">Any code; never with the key in its message.</exception>
    public async Task<T> SendAsync<T>(
        Func<HttpRequestMessage> make,
        Func<HttpResponseMessage, CancellationToken, Task<(T Answer, TokenUse? Used)>> read,
        TokenUse likely,
        Spending? spending,
        CancellationToken cancellationToken)
    {
        var reservation = spending?.Reserve(Model.Name, Model.Spending, likely);
        try
        {
            var key = Model.FindKey is { } find ? await find(cancellationToken) : null;
            var (answer, used) = await _gate.RunAsync(likely.Total, token => TryAsync(make, read, key, token), cancellationToken);
            reservation?.Settle(used ?? likely);
            return answer;
        }
        catch
        {
            reservation?.Cancel();
            throw;
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<(T Answer, TokenUse? Used)> TryAsync<T>(
        Func<HttpRequestMessage> make,
        Func<HttpResponseMessage, CancellationToken, Task<(T Answer, TokenUse? Used)>> read,
        string? key,
        CancellationToken cancellationToken)
    {
        try
        {
            using var request = make();
            if (key is not null)
            {
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
            }

            using var response = await _http.SendAsync(request, cancellationToken);
            if (!response.IsSuccessStatusCode)
            {
                throw await RefusedAsync(response, key, cancellationToken);
            }

            return await read(response, cancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw Broken(e);
        }
    }

    /// <summary>The connection failed, or an address is not allowed.</summary>
    private RemoteFailure Broken(Exception e)
    {
        for (var cause = e; cause is not null; cause = cause.InnerException!)
        {
            if (cause is ServerException known)
            {
                return new RemoteFailure(known.Code, $"Model '{Model.Name}': {known.Message}", e);
            }
        }

        return new RemoteFailure(
            ErrorCode.Unavailable, $"The server of model '{Model.Name}' at {Model.Endpoint} can't be reached: {e.GetBaseException().Message.TrimEnd('.')}.", e)
        {
            IsTransient = true,
        };
    }

    private async Task<RemoteFailure> RefusedAsync(HttpResponseMessage response, string? key, CancellationToken cancellationToken)
    {
        var status = response.StatusCode;
        var isOverload = RetryPolicy.IsOverload(status);
        if (status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
        {
            // Servers like to quote parts of the key.
            return new RemoteFailure(
                ErrorCode.PermissionDenied,
                $"The server of model '{Model.Name}' at {Model.Endpoint} answers {(int)status}: "
                + (key is null ? "it wants a key. Name one with OPTIONS (api_key_env '…') or (connection '…')." : "it refuses the key. Check the variable or connection that it comes from."));
        }

        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        return new RemoteFailure(CodeOf(status), $"The server of model '{Model.Name}' answers {(int)status}: {Shown(text, key)}")
        {
            IsTransient = RetryPolicy.IsTransient(status) || (int)status >= 500,
            IsOverload = isOverload,
            RetryAfter = RetryPolicy.Asked(response.Headers, DateTimeOffset.UtcNow),
        };
    }

    private static ErrorCode CodeOf(HttpStatusCode status) => status switch
    {
        HttpStatusCode.NotFound => ErrorCode.NotFound,
        HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout => ErrorCode.Unavailable,
        _ => (int)status >= 500 ? ErrorCode.Unavailable : ErrorCode.InvalidInput,
    };

    private static string Shown(string answer, string? key)
    {
        var text = answer.ReplaceLineEndings(" ").Trim();
        text = key is { Length: > 0 } ? text.Replace(key, "…", StringComparison.Ordinal) : text;
        return text.Length == 0 ? "nothing more." : text.Length <= MostShownOfAnswer ? text : text[..MostShownOfAnswer] + "…";
    }
}
