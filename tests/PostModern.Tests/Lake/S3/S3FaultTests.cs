using System.Net;
using PostModern.Arrow.Errors;
using PostModern.Lake.S3;
using PostModern.Testing;

namespace PostModern.Tests.Lake.S3;

public sealed class S3FaultTests
{
    [Theory]
    [InlineData(200)]
    [InlineData(501)]
    public async Task A_service_that_does_not_honour_if_none_match_is_not_written_to(int answer)
    {
        S3Server.EnsureCredentials();
        using var service = new HttpListener();
        var endpoint = $"http://127.0.0.1:{S3Server.FreePort()}";
        service.Prefixes.Add(endpoint + "/");
        service.Start();
        var paths = new List<string>();
        var serving = Task.Run(async () =>
        {
            while (service.IsListening)
            {
                var request = await service.GetContextAsync();
                lock (paths)
                {
                    paths.Add($"{request.Request.HttpMethod} {request.Request.Url!.AbsolutePath}");
                }

                request.Response.StatusCode = request.Request.HttpMethod == "PUT" ? answer : 204;
                request.Response.Close();
            }
        });

        using var store = new S3ObjectStore(new S3Options { Endpoint = endpoint });
        var error = await Assert.ThrowsAsync<ServerException>(() => store.PutIfAbsentAsync("s3://shop/t/_delta_log/0.json", new byte[] { 1 }));
        Assert.Equal(ErrorCode.Unsupported, error.Code);
        Assert.Contains($"at {endpoint} does not honour If-None-Match: * for bucket 'shop'", error.Message, StringComparison.Ordinal);
        lock (paths)
        {
            Assert.All(paths, p => Assert.Contains("/shop/t/_delta_log/.probe-", p, StringComparison.Ordinal));
            Assert.StartsWith("DELETE", paths[^1], StringComparison.Ordinal);
        }

        service.Stop();
        await Assert.ThrowsAnyAsync<Exception>(() => serving);
    }

    [SlowFact]
    public async Task A_service_that_does_not_answer_is_named_with_what_to_check()
    {
        S3Server.EnsureCredentials();
        var endpoint = $"http://127.0.0.1:{S3Server.FreePort()}";
        using var store = new S3ObjectStore(new S3Options { Endpoint = endpoint });

        var error = await Assert.ThrowsAsync<ServerException>(() => store.CheckAsync("s3://shop/"));
        Assert.Equal(ErrorCode.Unavailable, error.Code);
        Assert.Contains($"The S3 service at {endpoint} can't be reached", error.Message, StringComparison.Ordinal);
        Assert.Contains("--s3-endpoint", error.Message, StringComparison.Ordinal);
    }

    [S3Fact]
    public async Task A_cancelled_listing_stops()
    {
        var (store, bucket) = await S3Server.NewBucketAsync();
        using (store)
        {
            using var cancellation = new CancellationTokenSource();
            await cancellation.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.CheckAsync($"s3://{bucket}/", cancellation.Token));
            await store.CheckAsync($"s3://{bucket}/");
        }
    }
}
