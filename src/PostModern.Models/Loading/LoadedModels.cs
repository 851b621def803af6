using PostModern.Models.Inference;
using PostModern.Models.Registry;

namespace PostModern.Models.Loading;

/// <summary>The parts of the models that were asked for.</summary>
/// <param name="registry">All models.</param>
/// <param name="devices">Where they can run; on the processor when null.</param>
/// <param name="mostBytes">About how much of them is in memory at once; see <see cref="SessionMemory"/>.</param>
internal sealed class LoadedModels(ModelRegistry registry, ModelDevices? devices = null, long mostBytes = long.MaxValue) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly SessionMemory _memory = new(mostBytes);
    private readonly Dictionary<(string Instance, string Device), ModelParts> _parts = [];

    /// <summary>Where models run when nobody says.</summary>
    internal string DefaultDevice => devices?.Choose(null) ?? ModelDevices.Cpu;

    /// <summary>A model's parts, by its name.</summary>
    internal ModelParts Parts(string name, string device = ModelDevices.Cpu) => Parts(registry.Get(name), device);

    /// <summary>A model's parts. One that has been replaced by another of its name has its own.</summary>
    internal ModelParts Parts(InstalledModel model, string device = ModelDevices.Cpu)
    {
        lock (_lock)
        {
            if (!_parts.TryGetValue((model.Instance, device), out var parts))
            {
                parts = new ModelParts(model, device, this);
                _parts.Add((model.Instance, device), parts);
            }

            return parts;
        }
    }

    /// <summary>A network, which loads when it is first run.</summary>
    internal OnnxModel Open(string path, string device) => new(path, _memory, devices, device);

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
