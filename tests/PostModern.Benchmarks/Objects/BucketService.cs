using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace PostModern.Benchmarks.Objects;

/// <summary>The S3 service that benchmarks run against: the one of <c>PM_S3_ENDPOINT</c>, else moto, which is itself the slower side.</summary>
internal sealed class BucketService : IDisposable
{
    private const int Writers = 32;
    private readonly Process? _moto;

    private BucketService(string endpoint, Process? moto)
    {
        (Endpoint, _moto) = (endpoint, moto);
        Client = new AmazonS3Client(new AmazonS3Config
        {
            ServiceURL = endpoint,
            ForcePathStyle = true,
            AuthenticationRegion = "us-east-1",
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        });
    }

    public string Endpoint { get; }

    public AmazonS3Client Client { get; }

    /// <returns>Null where there is no service.</returns>
    public static async Task<BucketService?> StartAsync(CancellationToken cancellationToken)
    {
        if (Environment.GetEnvironmentVariable("PM_S3_ENDPOINT") is { } given)
        {
            return new BucketService(given, null);
        }

        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", "test-access");
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", "test-secret");
        if (Programs.Find("moto_server") is not { } program)
        {
            return null;
        }

        var port = FreePort();
        var start = new ProcessStartInfo(program, ["-H", "127.0.0.1", "-p", $"{port}"]) { RedirectStandardError = true, RedirectStandardOutput = true };
        var moto = Process.Start(start)!;
        moto.OutputDataReceived += (_, _) => { };
        moto.ErrorDataReceived += (_, _) => { };
        moto.BeginOutputReadLine();
        moto.BeginErrorReadLine();
        var service = new BucketService($"http://127.0.0.1:{port}", moto);
        await service.WaitAsync(cancellationToken);
        return service;
    }

    /// <summary>Makes a bucket of many objects, unless an earlier run has left it.</summary>
    public async Task FillAsync(string bucket, IReadOnlyList<string> keys, byte[] content, CancellationToken cancellationToken)
    {
        try
        {
            await Client.GetObjectMetadataAsync(bucket, keys[^1], cancellationToken);
            return;
        }
        catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            await Client.PutBucketAsync(bucket, cancellationToken);
        }

        // The last one is written last: it says that all are there.
        await Parallel.ForEachAsync(
            keys.SkipLast(1),
            new ParallelOptions { MaxDegreeOfParallelism = Writers, CancellationToken = cancellationToken },
            async (key, token) => await PutAsync(bucket, key, content, token));
        await PutAsync(bucket, keys[^1], content, cancellationToken);
    }

    public void Dispose()
    {
        Client.Dispose();
        _moto?.Kill(entireProcessTree: true);
        _moto?.Dispose();
    }

    private async Task PutAsync(string bucket, string key, byte[] content, CancellationToken cancellationToken)
    {
        var request = new PutObjectRequest { BucketName = bucket, Key = key, InputStream = new MemoryStream(content), UseChunkEncoding = false };
        await Client.PutObjectAsync(request, cancellationToken);
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        using var http = new HttpClient();
        for (var tries = 0; ; tries++)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri(Endpoint), cancellationToken);
                return;
            }
            catch (HttpRequestException) when (tries < 300)
            {
                await Task.Delay(100, cancellationToken);
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
