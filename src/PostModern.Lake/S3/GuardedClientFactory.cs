using Amazon.Runtime;
using PostModern.Lake.Http;

namespace PostModern.Lake.S3;

/// <summary>Makes the SDK's connections to allowed addresses only.</summary>
internal sealed class GuardedClientFactory(AddressPolicy addresses) : HttpClientFactory
{
    // The SDK asks for a client once, and disposes it with its own.
    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        ConnectCallback = (context, token) => HttpConnections.ConnectAsync(addresses, context.DnsEndPoint, token),
    });

    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;
}
