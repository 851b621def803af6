using PostModern.Models.Inference;
using PostModern.Models.Registry;

namespace PostModern.Models.Loading;

/// <summary>What tasks are made of: a model's networks, its files, and what was made of them. Shared by all tasks of the model.</summary>
/// <param name="model">The model.</param>
/// <param name="device">Where its networks run.</param>
/// <param name="loaded">The other models.</param>
internal sealed class ModelParts(InstalledModel model, string device, LoadedModels loaded) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, OnnxModel> _graphs = [];
    private readonly Dictionary<Type, object> _shared = [];

    /// <summary>The model whose parts these are.</summary>
    internal InstalledModel Model { get; } = model;

    /// <summary>One of its networks, which loads when it is first run.</summary>
    internal OnnxModel Graph(string part)
    {
        lock (_lock)
        {
            if (!_graphs.TryGetValue(part, out var graph))
            {
                graph = loaded.Open(Model.PathOfGraph(part), device);
                _graphs.Add(part, graph);
            }

            return graph;
        }
    }

    /// <summary>The path of one of its files, whose hash was checked.</summary>
    internal string File(string path) => Model.PathOf(path);

    /// <summary>What several tasks build on, made once. A failure isn't kept: files that are missing may be there at the next try.</summary>
    internal T Share<T>(Func<T> make)
        where T : class
    {
        lock (_lock)
        {
            if (!_shared.TryGetValue(typeof(T), out var shared))
            {
                shared = make();
                _shared.Add(typeof(T), shared);
            }

            return (T)shared;
        }
    }

    /// <summary>The parts of another model.</summary>
    internal ModelParts Of(string name) => loaded.Parts(name, device);

    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var graph in _graphs.Values)
            {
                graph.Dispose();
            }

            foreach (var shared in _shared.Values.OfType<IDisposable>())
            {
                shared.Dispose();
            }
        }
    }
}
