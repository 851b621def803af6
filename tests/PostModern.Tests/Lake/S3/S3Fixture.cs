using System.Text;
using PostModern.Lake.Objects;
using PostModern.Lake.S3;

namespace PostModern.Tests.Lake.S3;

/// <summary>A bucket of one test class's own.</summary>
public sealed class S3Fixture : IAsyncLifetime
{
    public S3ObjectStore Store { get; private set; } = null!;

    public string Bucket { get; private set; } = "";

    public string At(string key) => $"s3://{Bucket}/{key}";

    public async Task<string> PutAsync(string key, string content = "some bytes")
    {
        await Store.PutAsync(At(key), Encoding.UTF8.GetBytes(content));
        return At(key);
    }

    /// <summary>The keys that a pattern matches, in the order of the listing.</summary>
    public async Task<List<string>> KeysAsync(string pattern, S3ListOptions? options = null)
    {
        var keys = new List<string>();
        await foreach (var row in Store.ListAsync(At(pattern), options ?? S3ListOptions.Default))
        {
            Assert.Null(row.Error);
            keys.Add(row.Path[At("").Length..]);
        }

        return keys;
    }

    public async Task<string> ReadAsync(ObjectRef obj) => Encoding.UTF8.GetString(await Store.ReadAsync(obj));

    public async Task InitializeAsync()
    {
        if (S3Server.IsAvailable)
        {
            (Store, Bucket) = await S3Server.NewBucketAsync();
        }
    }

    public Task DisposeAsync()
    {
        Store?.Dispose();
        return Task.CompletedTask;
    }
}
