using System.Collections.Concurrent;
using Amazon.Runtime;
using PostModern.Lake.Http;
using PostModern.Lake.S3;

namespace PostModern.Lake.Connections;

/// <summary>The stores of all <c>s3:</c> URIs: the server's own service, and those that named connections lead to.</summary>
/// <param name="own">The server's own; borrowed.</param>
/// <param name="connections">Where names are looked up.</param>
/// <param name="addresses">Where connections may lead: whoever may run SQL can make one.</param>
public sealed class S3Connections(S3ObjectStore own, ConnectionList connections, AddressPolicy addresses) : IDisposable
{
    // Another server may have changed the connection meanwhile.
    private static readonly TimeSpan s_fresh = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, (S3ObjectStore Store, long Opened)> _open = new(StringComparer.Ordinal);

    /// <summary>The store that a URI is in. A connection that doesn't exist is told by the store's first request.</summary>
    /// <exception cref="Arrow.Errors.ServerException">InvalidInput: the URI names no bucket.</exception>
    public S3ObjectStore For(string uri) => NameIn(uri) is { } name ? Open(name) : own;

    /// <summary>The connection that a URI names; null for the server's own service.</summary>
    /// <exception cref="Arrow.Errors.ServerException">InvalidInput: the URI names no bucket.</exception>
    public static string? NameIn(string uri) => S3Location.Parse(uri).Connection;

    /// <summary>The same place, reached by a connection.</summary>
    /// <param name="uri">As <c>s3://bucket/key</c>.</param>
    /// <param name="connection">The connection's name.</param>
    public static string Through(string uri, string connection) => (S3Location.Parse(uri) with { Connection = connection.ToLowerInvariant() }).ToString();

    /// <summary>Looks a connection up again when it is next used.</summary>
    public void Forget(string name) => _open.TryRemove(name, out _);

    public void Dispose()
    {
        foreach (var (store, _) in _open.Values)
        {
            store.Dispose();
        }
    }

    private S3ObjectStore Open(string name) => _open.AddOrUpdate(
        name,
        _ => New(name),
        (_, known) => known.Store.HasFailedToConnect || Environment.TickCount64 - known.Opened > s_fresh.TotalMilliseconds ? New(name) : known).Store;

    // The one that is replaced may still be reading, so it is left to the collector.
    private (S3ObjectStore Store, long Opened) New(string name) =>
        (new S3ObjectStore(name, async () => Options(await connections.GetAsync(name))), Environment.TickCount64);

    private S3Options Options(ConnectionDefinition connection) => connection.Type != "s3" ? throw NotS3(connection) : new()
    {
        Addresses = addresses,
        Endpoint = connection["endpoint"],
        Region = connection["region"],
        PathStyle = connection["path_style"] is { } text ? bool.Parse(text) : null,
        Credentials = (connection["key_id"], connection["secret"], connection["session_token"]) switch
        {
            // Never the server's own: whoever makes a connection chooses its address.
            (null, _, _) => new AnonymousAWSCredentials(),
            (var id, var secret, null) => new BasicAWSCredentials(id, secret),
            var (id, secret, token) => new SessionAWSCredentials(id, secret, token),
        },
    };

    private static Arrow.Errors.ServerException NotS3(ConnectionDefinition connection) => new(
        Arrow.Errors.ErrorCode.InvalidInput, $"Connection '{connection.Name}' is of type {connection.Type}; buckets are reached by connections of type s3.");
}
