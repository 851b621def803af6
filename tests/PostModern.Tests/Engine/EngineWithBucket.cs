using Amazon.S3;
using PostModern.Engine;
using PostModern.Tests.Lake.S3;

namespace PostModern.Tests.Engine;

/// <summary>An engine whose warehouse and copies lie in a folder of its own, and an empty bucket for it to read.</summary>
internal sealed class EngineWithBucket : IAsyncDisposable
{
    private EngineWithBucket(QueryEngine engine, AmazonS3Client client, DirectoryInfo folder, string bucket)
    {
        (Engine, Client, Folder, Bucket) = (engine, client, folder, bucket);
    }

    public QueryEngine Engine { get; }

    public AmazonS3Client Client { get; }

    public DirectoryInfo Folder { get; }

    public string Bucket { get; }

    /// <returns>Null without an S3 service, where no test asks for one.</returns>
    public static async Task<EngineWithBucket?> StartAsync()
    {
        if (!S3Server.IsAvailable)
        {
            return null;
        }

        var (store, bucket) = await S3Server.NewBucketAsync();
        store.Dispose();
        var endpoint = await S3Server.EndpointAsync();
        var folder = Directory.CreateTempSubdirectory("postmodern-bucket-");
        var options = new EngineOptions
        {
            Warehouse = Path.Combine(folder.FullName, "w"),
            CacheFolder = Path.Combine(folder.FullName, "cache"),
            S3Endpoint = endpoint,
            Threads = 2,
        };
        return new EngineWithBucket(await QueryEngine.OpenAsync(options, CancellationToken.None), S3Server.Client(endpoint), folder, bucket);
    }

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        Client.Dispose();
        Folder.Delete(recursive: true);
    }
}
