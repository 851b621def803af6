using PostModern.Models.Registry;

namespace PostModern.Models.Loading;

/// <summary>The parts of the models that were asked for.</summary>
internal sealed class LoadedModels(ModelRegistry registry) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ModelParts> _parts = [];

    /// <summary>A model's parts, by its name.</summary>
    internal ModelParts Parts(string name) => Parts(registry.Get(name));

    /// <summary>A model's parts. One that has been replaced by another of its name has its own.</summary>
    internal ModelParts Parts(InstalledModel model)
    {
        lock (_lock)
        {
            if (!_parts.TryGetValue(model.Instance, out var parts))
            {
                parts = new ModelParts(model, this);
                _parts.Add(model.Instance, parts);
            }

            return parts;
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var parts in _parts.Values)
            {
                parts.Dispose();
            }
        }
    }
}
