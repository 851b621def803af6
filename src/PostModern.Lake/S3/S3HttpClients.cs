using Amazon.Runtime;
using PostModern.Lake.Http;

namespace PostModern.Lake.S3;

/// <summary>Gives the SDK its connections: one pool for one service.</summary>
internal sealed class S3HttpClients : HttpClientFactory, IDisposable
{
    private readonly HttpClient _client;

    /// <param name="addresses">The only addresses that may be connected to; null for any.</param>
    public S3HttpClients(AddressPolicy? addresses)
    {
        var connections = new SocketsHttpHandler { AllowAutoRedirect = false };
        if (addresses is not null)
        {
            connections.UseProxy = false;
            connections.ConnectCallback = (context, token) => HttpConnections.ConnectAsync(addresses, context.DnsEndPoint, token);
        }

        _client = new HttpClient(new PlainListings { InnerHandler = connections });
    }

    /// <remarks>The SDK asks before each request.</remarks>
    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => _client;

    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;

    public void Dispose() => _client.Dispose();
}
