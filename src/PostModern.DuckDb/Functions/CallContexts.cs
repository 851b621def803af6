using System.Collections.Concurrent;

namespace PostModern.DuckDb.Functions;

/// <summary>The contexts of a database's open connections. Functions are registered once for all of them, and find the caller here.</summary>
internal sealed class CallContexts
{
    private readonly ConcurrentDictionary<ulong, CallContext> _contexts = new();

    public CallContext Open(ulong connectionId) => _contexts[connectionId] = new CallContext(connectionId);

    public void Close(ulong connectionId) => _contexts.TryRemove(connectionId, out _);

    /// <summary>The context of a connection; a new one for connections that DuckDB opens for itself.</summary>
    public CallContext Find(ulong connectionId) =>
        _contexts.TryGetValue(connectionId, out var context) ? context : new CallContext(connectionId);
}
