using System.Diagnostics.CodeAnalysis;
using PostModern.Arrow.Errors;

namespace PostModern.Server.Sessions;

/// <summary>A session's prepared statements. The least recently used go when there are too many: some drivers never close theirs.</summary>
internal sealed class PreparedHandles : IAsyncDisposable
{
    private const int Capacity = 256;

    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, LinkedListNode<PreparedHandle>> _byId = [];
    private readonly LinkedList<PreparedHandle> _byUse = new();

    public async Task AddAsync(PreparedHandle handle)
    {
        PreparedHandle? expired = null;
        lock (_lock)
        {
            _byId.Add(handle.Id, _byUse.AddLast(handle));
            if (_byUse.Count > Capacity)
            {
                expired = _byUse.First!.Value;
                Remove(expired.Id, out _);
            }
        }

        if (expired is not null)
        {
            await expired.DisposeAsync();
        }
    }

    /// <exception cref="ServerException">NotFound: closed, expired, or of another session.</exception>
    public PreparedHandle Get(Guid id) => Find(id) ?? throw NotFound();

    /// <returns>Null when it is closed, expired, or of another session.</returns>
    public PreparedHandle? Find(Guid id)
    {
        lock (_lock)
        {
            if (_byId.TryGetValue(id, out var node))
            {
                _byUse.Remove(node);
                _byUse.AddLast(node);
                return node.Value;
            }
        }

        return null;
    }

    public static ServerException NotFound() =>
        new(ErrorCode.NotFound, "The prepared statement doesn't exist in this session, or has expired; prepare it again.");

    /// <summary>Closing twice is no mistake.</summary>
    public async Task CloseAsync(Guid id)
    {
        PreparedHandle? closed;
        lock (_lock)
        {
            Remove(id, out closed);
        }

        if (closed is not null)
        {
            await closed.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        PreparedHandle[] all;
        lock (_lock)
        {
            all = [.. _byUse];
            _byUse.Clear();
            _byId.Clear();
        }

        foreach (var handle in all)
        {
            await handle.DisposeAsync();
        }
    }

    private bool Remove(Guid id, [NotNullWhen(true)] out PreparedHandle? handle)
    {
        handle = null;
        if (!_byId.Remove(id, out var node))
        {
            return false;
        }

        _byUse.Remove(node);
        handle = node.Value;
        return true;
    }
}
