using System.Collections.Concurrent;

namespace PostModern.Data;

/// <summary>All pools of the process: one a connection string, and those of data sources.</summary>
internal static class SessionPools
{
    private static readonly ConcurrentDictionary<string, Lazy<SessionPool>> ByConnectionString = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<SessionPool, bool> Known = new();

    /// <summary>The pool that all connections with this connection string share.</summary>
    public static SessionPool Of(string connectionString, PostModernConnectionStringBuilder settings) =>
        ByConnectionString.GetOrAdd(connectionString, _ => new Lazy<SessionPool>(() => new SessionOpening(settings).ToPool())).Value;

    public static void Add(SessionPool pool) => Known[pool] = true;

    public static void Remove(SessionPool pool) => Known.TryRemove(pool, out _);

    public static Task ClearAsync() => Task.WhenAll(Known.Keys.Select(pool => pool.ClearAsync()));
}
