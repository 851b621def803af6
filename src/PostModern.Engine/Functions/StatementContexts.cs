using System.Collections.Concurrent;

namespace PostModern.Engine.Functions;

/// <summary>Finds the statement that a function call belongs to: DuckDB tells a callback only its connection.</summary>
internal sealed class StatementContexts
{
    private readonly ConcurrentDictionary<ulong, StatementContext> _running = new();

    /// <summary>Makes <paramref name="context"/> the connection's statement until the returned scope is disposed.</summary>
    public IDisposable Enter(ulong connectionId, StatementContext context)
    {
        _running[connectionId] = context;
        return new Scope(_running, connectionId);
    }

    public StatementContext Find(ulong connectionId) =>
        _running.TryGetValue(connectionId, out var context)
            ? context
            : throw new InvalidOperationException($"A function was called on connection {connectionId}, which runs no statement.");

    /// <returns>Null when the connection runs no statement.</returns>
    public StatementContext? TryFind(ulong connectionId) => _running.GetValueOrDefault(connectionId);

    private sealed class Scope(ConcurrentDictionary<ulong, StatementContext> running, ulong connectionId) : IDisposable
    {
        public void Dispose() => running.TryRemove(connectionId, out _);
    }
}
