using PostModern.Arrow.Errors;
using PostModern.Lake.Models;
using PostModern.Models.Catalog;
using PostModern.Models.Conversion;
using PostModern.Models.Registry;
using PostModern.Models.Sources;

namespace PostModern.Models;

/// <summary>The models that users make with CREATE MODEL. Safe for concurrent use.</summary>
public sealed class CreatedModels : IDisposable
{
    private readonly Lock _lock = new();
    private readonly ModelRegistry _registry;
    private readonly TaskPipelines _pipelines;
    private readonly RemoteModelSource _remote;
    private readonly LocalModelSource _local;
    private readonly List<InstalledModel> _loaded = [];
    private Dictionary<string, InstalledModel> _present = new(StringComparer.Ordinal);

    internal CreatedModels(ModelRegistry registry, TaskPipelines pipelines, ModelRuntimeOptions options)
    {
        (_registry, _pipelines) = (registry, pipelines);
        var cache = options.CacheFolder ?? ModelRuntime.DefaultCacheFolder;
        _remote = new RemoteModelSource(new RemoteKeys(options.Connections), options.Addresses);
        _local = new LocalModelSource(
            registry, new ConvertedModels(cache), options.FilesRoot ?? Directory.GetCurrentDirectory(), options.Allowed, [new NpmModelSource(cache), new HubModelSource(cache)]);
    }

    /// <summary>Those of them that are called with <c>predict(…)</c>.</summary>
    public IReadOnlyList<ModelPrediction> Predictions
    {
        get
        {
            lock (_lock)
            {
                return [.. _present.Values
                    .Where(model => PredictionModels.Families.Contains(model.Manifest.Family))
                    .Select(model => new ModelPrediction(
                        model.Name, model.Digest, [.. ModelFacts.InputsOf(model.Definition!).Select(input => $"{input.Name} {input.Shown}")], _pipelines.PredictionOf(model))
                    {
                        Device = model.Remote is null ? "cpu" : "remote",
                    })];
            }
        }
    }

    /// <summary>A model as a statement says it; asks nobody.</summary>
    /// <exception cref="ServerException">InvalidInput: an option is a secret, or given twice. AlreadyExists: a model that comes with the server has this name.</exception>
    public ModelDefinition Define(string name, string source, string? task, IEnumerable<KeyValuePair<string, string>> options, string owner) => _registry.IsInstalled(name)
        ? throw new ServerException(ErrorCode.AlreadyExists, $"The server comes with a model '{name}', which can't be replaced. Take another name.")
        : new ModelDefinition(name, source, task, ModelOptions.Collect(options), owner, DateTimeOffset.UtcNow);

    /// <summary>Checks a definition, and adds what only its files or its server know.</summary>
    /// <exception cref="ServerException">Any code: it is wrong, or its files or server can't be had.</exception>
    public Task<ModelDefinition> ExamineAsync(ModelDefinition model, CancellationToken cancellationToken) => RemoteModelSource.Handles(model)
        ? _remote.ExamineAsync(model, cancellationToken)
        : _local.ExamineAsync(model, cancellationToken);

    /// <summary>Makes these the models that there are, beside those that came with the server.</summary>
    /// <param name="models">All that were examined; one that this server can't load tells why when it is called.</param>
    public void Use(IReadOnlyList<ModelDefinition> models)
    {
        ArgumentNullException.ThrowIfNull(models);
        lock (_lock)
        {
            var present = new Dictionary<string, InstalledModel>(StringComparer.Ordinal);
            var failed = new Dictionary<string, ServerException>(StringComparer.OrdinalIgnoreCase);
            foreach (var model in models)
            {
                if (_present.TryGetValue(model.Name, out var known) && known.Definition!.Created == model.Created)
                {
                    present[model.Name] = known;
                }
                else
                {
                    Load(model, present, failed);
                }
            }

            _present = present;
            _registry.SetCreated(present.Values, failed);
        }
    }

    /// <exception cref="ServerException">There is such a model, and this server couldn't load it.</exception>
    public void ThrowIfFailed(string name) => _registry.ThrowIfFailed(name);

    public void Dispose()
    {
        lock (_lock)
        {
            // Also of models that were replaced: they may have answered queries until now.
            _loaded.ForEach(model => model.Remote?.Dispose());
        }
    }

    private void Load(ModelDefinition model, Dictionary<string, InstalledModel> present, Dictionary<string, ServerException> failed)
    {
        try
        {
            var loaded = RemoteModelSource.Handles(model) ? _remote.Load(model) : _local.Load(model);
            _loaded.Add(loaded);
            present[model.Name] = loaded;
        }
        catch (ServerException e)
        {
            failed[model.Name] = e;
        }
        catch (Exception e) when (e is KeyNotFoundException or IOException)
        {
            failed[model.Name] = new ServerException(ErrorCode.Unsupported, $"its definition isn't understood ({e.Message}). Make it again with CREATE OR REPLACE MODEL.", e);
        }
    }
}
