using System.Net.Http.Headers;

namespace PostModern.Lake.Http;

/// <summary>A request, before redirects.</summary>
/// <param name="Method">HEAD or GET.</param>
/// <param name="Uri">An http or https URL.</param>
/// <param name="From">The first byte wanted; null for the whole without saying so.</param>
/// <param name="To">The last byte wanted; null for the end.</param>
internal sealed record HttpAsk(HttpMethod Method, Uri Uri, long? From = null, long? To = null)
{
    private static readonly ProductInfoHeaderValue s_product =
        new("PostModern", typeof(HttpAsk).Assembly.GetName().Version!.ToString(3));

    /// <summary>Whether failures that may pass are tried again; otherwise the first answer stands.</summary>
    public bool Retries { get; init; } = true;

    /// <remarks>Encoded bytes have other lengths and ranges than the object's, so none are asked for.</remarks>
    public HttpRequestMessage ToMessage()
    {
        var message = new HttpRequestMessage(Method, Uri);
        message.Headers.UserAgent.Add(s_product);
        message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("*/*"));
        message.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));
        if (From is not null)
        {
            message.Headers.Range = new RangeHeaderValue(From, To);
        }

        return message;
    }
}
