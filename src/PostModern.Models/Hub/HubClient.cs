using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using PostModern.Arrow.Errors;
using PostModern.Models.Json;

namespace PostModern.Models.Hub;

/// <summary>Asks a hub of models over HTTP, in the layout of huggingface.co.</summary>
/// <remarks>
/// Redirects are followed here and not by the handler: the token goes along on the hub's own addresses and to no other host.
/// </remarks>
internal sealed class HubClient : IDisposable
{
    private const int MostRedirects = 10;

    private readonly HubOptions _options;
    private readonly HttpClient _http;

    internal HubClient(HubOptions options)
    {
        _options = options;
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(30) };
        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.UserAgent.ParseAdd("postmodern");
    }

    /// <summary>The commit that a revision names.</summary>
    /// <exception cref="ServerException">NotFound, Unauthenticated, PermissionDenied or Unavailable, with what to do.</exception>
    internal async Task<HubRevision> ResolveAsync(HubReference reference, CancellationToken cancellationToken)
    {
        var address = Address($"api/models/{reference.Repository}/revision/{Uri.EscapeDataString(reference.Revision)}");
        using var document = await ReadJsonAsync(reference, address, cancellationToken);
        var json = document.Json.RootElement;
        var tag = json.Items("tags").Select(item => item.GetString()!).FirstOrDefault(item => item.StartsWith("license:", StringComparison.Ordinal));
        return new HubRevision(
            json.Text("sha"),
            HubLicence.Spell(json.Member("cardData")?.OptionalText("license") ?? tag?["license:".Length..]));
    }

    /// <summary>All files of a commit.</summary>
    /// <exception cref="ServerException">As <see cref="ResolveAsync"/>.</exception>
    internal async Task<IReadOnlyList<HubFile>> ListAsync(HubReference reference, CancellationToken cancellationToken)
    {
        var files = new List<HubFile>();
        var next = Address($"api/models/{reference.Repository}/tree/{reference.Revision}?recursive=true");
        while (next is not null)
        {
            using var page = await ReadJsonAsync(reference, next, cancellationToken);
            files.AddRange(page.Json.RootElement.EnumerateArray().Select(HubFile.Read).OfType<HubFile>());
            next = page.Next is { } link ? new Uri(next, link) : null;
        }

        return files;
    }

    /// <summary>A file's content from a byte on, as far as the hub heeds that.</summary>
    /// <exception cref="ServerException">As <see cref="ResolveAsync"/>.</exception>
    /// <exception cref="HttpRequestException">The connection failed.</exception>
    internal async Task<HttpResponseMessage> OpenAsync(HubReference reference, string path, long from, CancellationToken cancellationToken)
    {
        var escaped = string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
        var response = await SendAsync(Address($"{reference.Repository}/resolve/{reference.Revision}/{escaped}"), from, cancellationToken);
        if (response.StatusCode != HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            Check(reference, response);
        }

        return response;
    }

    public void Dispose() => _http.Dispose();

    private Uri Address(string path) => new($"{_options.Endpoint.AbsoluteUri.TrimEnd('/')}/{path}");

    private async Task<HubPage> ReadJsonAsync(HubReference reference, Uri address, CancellationToken cancellationToken)
    {
        for (var retry = 0; ; retry++)
        {
            try
            {
                using var response = await SendAsync(address, 0, cancellationToken);
                Check(reference, response);
                await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
                return new HubPage(await JsonDocument.ParseAsync(stream, cancellationToken: cancellationToken), HubPage.NextOf(response));
            }
            catch (JsonException error)
            {
                throw new ServerException(ErrorCode.Unavailable, $"{_options.Endpoint.Host} answered for '{reference}' with something that is not JSON.", error);
            }
            catch (Exception error) when (IsPassing(error) && retry < _options.Retries)
            {
                await Task.Delay(_options.RetryDelay * Math.Pow(2, retry), cancellationToken);
            }
            catch (Exception error) when (IsBroken(error))
            {
                throw Unreachable(reference, error);
            }
        }
    }

    /// <summary>Whether the same request may succeed a little later.</summary>
    internal static bool IsPassing(Exception error) =>
        IsBroken(error) || error is ServerException { Code: ErrorCode.Unavailable, InnerException: null };

    /// <summary>Whether a connection failed.</summary>
    internal static bool IsBroken(Exception error) =>
        error is HttpRequestException or HttpIOException or IOException { InnerException: SocketException };

    internal ServerException Unreachable(HubReference reference, Exception error) =>
        new(ErrorCode.Unavailable, $"{_options.Endpoint.Host} could not be reached for '{reference}': {error.Message}", error);

    private async Task<HttpResponseMessage> SendAsync(Uri address, long from, CancellationToken cancellationToken)
    {
        for (var redirect = 0; ; redirect++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.Range = from > 0 ? new RangeHeaderValue(from, null) : null;
            if (_options.Token is { } token && address.Authority == _options.Endpoint.Authority && address.Scheme == _options.Endpoint.Scheme)
            {
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            }

            var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if ((int)response.StatusCode is < 300 or >= 400 || response.Headers.Location is not { } location)
            {
                return response;
            }

            response.Dispose();
            var target = new Uri(address, location);
            if (redirect == MostRedirects || (address.Scheme == Uri.UriSchemeHttps && target.Scheme != Uri.UriSchemeHttps))
            {
                throw new ServerException(ErrorCode.Unavailable, $"{_options.Endpoint.Host} redirects in circles, or to an address without encryption ({target.Host}).");
            }

            address = target;
        }
    }

    private void Check(HubReference reference, HttpResponseMessage response)
    {
        if (response.IsSuccessStatusCode)
        {
            return;
        }

        var status = response.StatusCode;
        response.Dispose();
        throw status switch
        {
            HttpStatusCode.NotFound => new ServerException(
                ErrorCode.NotFound, $"{_options.Endpoint.Host} has no '{reference}'. Check the name and the revision; a private repository needs HF_TOKEN."),
            HttpStatusCode.Unauthorized => new ServerException(
                ErrorCode.Unauthenticated,
                $"{_options.Endpoint.Host} doesn't show '{reference}' to {(_options.Token is null ? "strangers: it doesn't exist, or it is private or gated. Set HF_TOKEN" : "the owner of HF_TOKEN: it doesn't exist, or the token is wrong or expired")}."),
            HttpStatusCode.Forbidden => new ServerException(
                ErrorCode.PermissionDenied, $"'{reference}' is gated: accept its conditions on {_options.Endpoint.Host} and set HF_TOKEN to a token that may read it."),
            HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError => new ServerException(
                ErrorCode.Unavailable, $"{_options.Endpoint.Host} answers {(int)status} for '{reference}' now. Try again later."),
            _ => new ServerException(ErrorCode.InvalidInput, $"{_options.Endpoint.Host} answers {(int)status} for '{reference}'."),
        };
    }
}
