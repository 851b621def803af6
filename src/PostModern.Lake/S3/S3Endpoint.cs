using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Credentials;
using Amazon.S3;

namespace PostModern.Lake.S3;

/// <summary>One S3 service and the one client that all requests to it share; made at the first request.</summary>
internal sealed class S3Endpoint : IDisposable
{
    private readonly Lazy<Task<AmazonS3Client>> _client;
    private bool _isAnonymous;

    public S3Endpoint(S3Options options)
    {
        Address = First(options.Endpoint, Variable("AWS_ENDPOINT_URL_S3"), Variable("AWS_ENDPOINT_URL"));
        _client = new Lazy<Task<AmazonS3Client>>(() => ConnectAsync(options));
    }

    /// <summary>The service's address; null for AWS.</summary>
    public string? Address { get; }

    /// <summary>As messages name it.</summary>
    public string Name => Address ?? "AWS";

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

    public void Dispose()
    {
        if (_client is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            _client.Value.Result.Dispose();
        }
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
            ForcePathStyle = options.PathStyle ?? Address is not null,
        };
        if (Address is null)
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        }
        else
        {
            config.ServiceURL = Address;
            config.AuthenticationRegion = region;
        }

        return new AmazonS3Client(await FindCredentialsAsync(config), config);
    }

    /// <summary>Public buckets need no credentials, so having none is no error yet.</summary>
    private async Task<AWSCredentials> FindCredentialsAsync(AmazonS3Config config)
    {
        try
        {
            return await new DefaultAWSCredentialsIdentityResolver().ResolveIdentityAsync(config);
        }
        catch (AmazonClientException)
        {
            Volatile.Write(ref _isAnonymous, true);
            return new AnonymousAWSCredentials();
        }
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name);

    private static string? First(params string?[] values) => values.FirstOrDefault(v => !string.IsNullOrWhiteSpace(v));
}
