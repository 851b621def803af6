namespace PostModern.Server.Sessions;

/// <summary>The rows of changes that ran in GetFlightInfo, kept for the DoGet that fetches them. The oldest go when there are too many: some clients want no rows.</summary>
internal sealed class ReturnedResults : IDisposable
{
    private const int Capacity = 64;

    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, ReturnedResult> _byId = [];
    private readonly Queue<Guid> _byAge = new();

    public void Add(Guid id, ReturnedResult result)
    {
        lock (_lock)
        {
            _byId.Add(id, result);
            _byAge.Enqueue(id);
            if (_byAge.Count > Capacity && _byId.Remove(_byAge.Dequeue(), out var oldest))
            {
                oldest.Dispose();
            }
        }
    }

    /// <returns>Null when it was fetched, forgotten, or is another session's.</returns>
    public ReturnedResult? Find(Guid id)
    {
        lock (_lock)
        {
            return _byId.GetValueOrDefault(id);
        }
    }

    /// <summary>Forgets a result that was fetched.</summary>
    public void Forget(Guid id)
    {
        lock (_lock)
        {
            if (_byId.Remove(id, out var result))
            {
                result.Dispose();
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var result in _byId.Values)
            {
                result.Dispose();
            }

            _byId.Clear();
        }
    }
}
