using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Amazon.S3;
using PostModern.Lake.S3;

namespace PostModern.Tests.Lake.S3;

/// <summary>
/// The S3 service that tests run against: the one that <c>PM_S3_ENDPOINT</c> names (such as Ceph's, with AWS_ACCESS_KEY_ID and
/// AWS_SECRET_ACCESS_KEY), else moto_server where it is installed.
/// </summary>
internal static class S3Server
{
    private static readonly Lazy<Task<string>> s_endpoint = new(StartAsync);

    /// <summary>A service that signs, versions and races like the real one; null when only moto is there.</summary>
    public static string? Given { get; } = Environment.GetEnvironmentVariable("PM_S3_ENDPOINT");

    public static bool IsAvailable { get; } = Given is not null || FindMoto() is not null;

    public static Task<string> EndpointAsync() => s_endpoint.Value;

    /// <summary>A store, and a new bucket of the test's own.</summary>
    public static async Task<(S3ObjectStore Store, string Bucket)> NewBucketAsync(bool isVersioned = false)
    {
        var endpoint = await EndpointAsync();
        var bucket = $"pm-{Guid.NewGuid():N}"[..24];
        using var client = Client(endpoint);
        await client.PutBucketAsync(bucket);
        if (isVersioned)
        {
            await client.PutBucketVersioningAsync(new() { BucketName = bucket, VersioningConfig = new() { Status = VersionStatus.Enabled } });
        }

        return (new S3ObjectStore(new S3Options { Endpoint = endpoint }), bucket);
    }

    public static AmazonS3Client Client(string endpoint) => new(new AmazonS3Config
    {
        ServiceURL = endpoint,
        ForcePathStyle = true,
        AuthenticationRegion = "us-east-1",
        RequestChecksumCalculation = Amazon.Runtime.RequestChecksumCalculation.WHEN_REQUIRED,
    });

    /// <summary>Gives this process credentials if it has none: a client would look for a cloud machine's, and wait for it.</summary>
    public static void EnsureCredentials()
    {
        if (Environment.GetEnvironmentVariable("AWS_ACCESS_KEY_ID") is null)
        {
            Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", "test-access");
            Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", "test-secret");
        }
    }

    private static async Task<string> StartAsync()
    {
        EnsureCredentials();
        return Given ?? await StartMotoAsync();
    }

    private static async Task<string> StartMotoAsync()
    {
        var port = FreePort();
        var moto = Process.Start(new ProcessStartInfo(FindMoto()!, ["-H", "127.0.0.1", "-p", $"{port}"])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        moto.OutputDataReceived += (_, _) => { };
        moto.ErrorDataReceived += (_, _) => { };
        moto.BeginOutputReadLine();
        moto.BeginErrorReadLine();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => moto.Kill(entireProcessTree: true);
        using var client = new HttpClient();
        for (var tries = 0; ; tries++)
        {
            try
            {
                using var answer = await client.GetAsync(new Uri($"http://127.0.0.1:{port}/"));
                return $"http://127.0.0.1:{port}";
            }
            catch (HttpRequestException) when (tries < 300)
            {
                await Task.Delay(100);
            }
        }
    }

    /// <summary>A port that nobody listens on.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string? FindMoto() => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, "moto_server"))
        .FirstOrDefault(File.Exists);
}
