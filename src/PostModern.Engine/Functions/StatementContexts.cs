using System.Collections.Concurrent;
using PostModern.DuckDb.Functions;
using PostModern.Lake.Objects;

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

    /// <summary>A table function's listing, as the recipe of the statement that reads it will tell of it.</summary>
    /// <param name="binding">The call.</param>
    /// <param name="listing">What it gives.</param>
    /// <param name="function">Its name.</param>
    /// <param name="pattern">Its pattern.</param>
    /// <param name="isWhole">Whether function and pattern alone would give the same listing.</param>
    public async IAsyncEnumerable<ObjectListing> Noted(
        TableFunctionBinding binding, IAsyncEnumerable<ObjectListing> listing, string function, string pattern, bool isWhole = true)
    {
        var statement = TryFind(binding.ConnectionId);
        await foreach (var entry in listing)
        {
            statement?.Inputs.AddListed(function, pattern, entry);
            yield return entry;
        }

        if (isWhole)
        {
            statement?.Inputs.AddListed(function, pattern, null);
        }
    }

    private sealed class Scope(ConcurrentDictionary<ulong, StatementContext> running, ulong connectionId) : IDisposable
    {
        public void Dispose() => running.TryRemove(connectionId, out _);
    }
}
