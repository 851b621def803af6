using PostModern.Lake.Http;
using PostModern.Lake.Objects;

namespace PostModern.Tests.Lake.Http;

/// <summary>Stores for tests: they try again at once, and may ask this machine.</summary>
internal static class Links
{
    public static HttpOptions Options { get; } = new()
    {
        Addresses = new AddressPolicy(allowPrivate: true),
        Timeout = TimeSpan.FromSeconds(20),
        IdleTimeout = TimeSpan.FromSeconds(10),
        RetryDelay = TimeSpan.FromMilliseconds(5),
    };

    public static byte[] Jpeg { get; } = [0xFF, 0xD8, 0xFF, 0xE0, .. new byte[3000].Select((_, i) => (byte)i)];

    public static HttpObjectStore Open(Func<HttpOptions, HttpOptions>? change = null) => new(change?.Invoke(Options) ?? Options);

    /// <summary>Asks one link of a server that answers everything alike.</summary>
    public static async Task<HttpLink> AskAsync(Func<RudeRequest, RudeAnswer> answer, string path = "/photo.jpg", Func<HttpOptions, HttpOptions>? change = null)
    {
        await using var server = new RudeServer(answer);
        using var store = Open(change);
        return await store.AskAsync(server.Url + path);
    }

    public static async Task<byte[]> ReadAllAsync(this HttpObjectStore store, ObjectRef obj)
    {
        await using var stream = await store.OpenReadAsync(obj);
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy);
        return copy.ToArray();
    }
}
