namespace PostModern.Models.Inference;

/// <summary>Keeps the loaded networks of all models within a bound: what was unused longest is unloaded, and loads again when it is needed.</summary>
/// <remarks>Counted are the sizes of their files; what a run needs beside the weights is not. A network that runs is never unloaded.</remarks>
/// <param name="mostBytes">The bound; a larger network is loaded nevertheless, and is then the only one.</param>
internal sealed class SessionMemory(long mostBytes)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<OnnxModel> _loaded = new();

    /// <summary>The files' bytes of the networks that are loaded.</summary>
    internal long Bytes
    {
        get
        {
            lock (_lock)
            {
                return _loaded.Sum(model => model.Bytes);
            }
        }
    }

    /// <summary>Notes that a network is used, and makes room for it.</summary>
    internal void Use(OnnxModel model)
    {
        lock (_lock)
        {
            if (_loaded.Last?.Value == model)
            {
                return;
            }

            var isLoaded = _loaded.Remove(model);
            _loaded.AddLast(model);
            if (!isLoaded)
            {
                MakeRoom();
            }
        }
    }

    /// <summary>Notes that a network is gone.</summary>
    internal void Forget(OnnxModel model)
    {
        lock (_lock)
        {
            _loaded.Remove(model);
        }
    }

    private void MakeRoom()
    {
        var excess = _loaded.Sum(model => model.Bytes) - mostBytes;
        var oldest = _loaded.First;
        while (excess > 0 && oldest is not null && oldest != _loaded.Last)
        {
            var next = oldest.Next;
            if (oldest.Value.TryUnload())
            {
                excess -= oldest.Value.Bytes;
                _loaded.Remove(oldest);
            }

            oldest = next;
        }
    }
}
