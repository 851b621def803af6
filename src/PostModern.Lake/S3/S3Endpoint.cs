using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Credentials;
using Amazon.S3;

namespace PostModern.Lake.S3;

/// <summary>One S3 service and the one client that all requests to it share; made at the first request.</summary>
internal sealed class S3Endpoint : IDisposable
{
    private readonly Lazy<Task<AmazonS3Client>> _client;
    private S3HttpClients? _connections;
    private bool _isAnonymous;

    /// <summary>The server's own service.</summary>
    public S3Endpoint(S3Options options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var address = First(options.Endpoint, Variable("AWS_ENDPOINT_URL_S3"), Variable("AWS_ENDPOINT_URL"));
        Name = address ?? "AWS";
        _client = new Lazy<Task<AmazonS3Client>>(() => ConnectAsync(options with { Endpoint = address }));
    }

    /// <summary>The service that a connection leads to.</summary>
    /// <param name="connection">Its name.</param>
    /// <param name="find">Looks it up.</param>
    public S3Endpoint(string connection, Func<Task<S3Options>> find)
    {
        Name = $"connection '{connection}'";
        HowToLogIn = $"Change its key_id and secret with CREATE OR REPLACE CONNECTION {connection}.";
        HowToReach = "Check its endpoint and region in pm.connections, and the network.";
        _client = new Lazy<Task<AmazonS3Client>>(async () => await ConnectAsync(await find()));
    }

    /// <summary>As messages name it.</summary>
    public string Name { get; }

    /// <summary>What to do about refused credentials.</summary>
    public string HowToLogIn { get; } = "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, for the server.";

    /// <summary>What to do when nobody answers.</summary>
    public string HowToReach { get; } = "Check --s3-endpoint (AWS_ENDPOINT_URL_S3), --s3-region (AWS_REGION) and the network.";

    /// <summary>Makes requests, whose failures become <see cref="Arrow.Errors.ServerException"/>s that say what to set.</summary>
    /// <param name="at">What the requests are about.</param>
    /// <param name="requests">The requests.</param>
    /// <param name="cancellationToken">Stops them.</param>
    public async Task<T> CallAsync<T>(S3Location at, Func<AmazonS3Client, Task<T>> requests, CancellationToken cancellationToken)
    {
        try
        {
            return await requests(await _client.Value.WaitAsync(cancellationToken));
        }
        catch (Exception e) when (S3Errors.IsFailure(e) && !cancellationToken.IsCancellationRequested)
        {
            throw S3Errors.Translate(e, at, this);
        }
    }

    /// <summary>Whether requests are signed; known once the first was made.</summary>
    public bool IsAnonymous => Volatile.Read(ref _isAnonymous);

    /// <summary>Whether there is no client, and won't be one.</summary>
    public bool HasFailed => _client is { IsValueCreated: true, Value.IsFaulted: true };

    public void Dispose()
    {
        if (_client is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            _client.Value.Result.Dispose();
        }

        _connections?.Dispose();
    }

    private async Task<AmazonS3Client> ConnectAsync(S3Options options)
    {
        var region = First(options.Region, FallbackRegionFactory.GetRegionEndpoint()?.SystemName) ?? "us-east-1";
        var config = new AmazonS3Config
        {
            RetryMode = RequestRetryMode.Standard,
            MaxErrorRetry = 4,

            // Other services know neither the newer checksums nor the trailers that carry them.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            ForcePathStyle = options.PathStyle ?? options.Endpoint is not null,
            HttpClientFactory = _connections = new S3HttpClients(options.Addresses),
        };
        if (options.Addresses is { } addresses)
        {
            // The SDK would try a refused address five times; each connection is checked again.
            await addresses.ResolveAsync(options.Endpoint is { } endpoint ? new Uri(endpoint).Host : "s3.amazonaws.com");
        }

        if (options.Endpoint is null)
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        }
        else
        {
            config.ServiceURL = options.Endpoint;
            config.AuthenticationRegion = region;
        }

        var credentials = options.Credentials ?? await FindCredentialsAsync(config);
        Volatile.Write(ref _isAnonymous, credentials is AnonymousAWSCredentials);
        return new AmazonS3Client(credentials, config);
    }

    /// <summary>Public buckets need no credentials, so having none is no error yet.</summary>
    private static async Task<AWSCredentials> FindCredentialsAsync(AmazonS3Config config)
    {
        try
        {
            return await new DefaultAWSCredentialsIdentityResolver().ResolveIdentityAsync(config);
        }
        catch (AmazonClientException)
        {
            return new AnonymousAWSCredentials();
        }
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name);

    private static string? First(params string?[] values) => values.FirstOrDefault(v => !string.IsNullOrWhiteSpace(v));
}
