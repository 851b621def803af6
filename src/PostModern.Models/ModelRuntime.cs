using System.Security.Cryptography;
using System.Text;
using PostModern.Arrow.Errors;
using PostModern.Lake.Cache;
using PostModern.Models.Registry;

namespace PostModern.Models;

/// <summary>All models of a process, and the threads that they run on.</summary>
public sealed class ModelRuntime : IAsyncDisposable
{
    private readonly ModelRegistry _registry;
    private readonly TaskPipelines _pipelines;
    private readonly InferenceCache? _cache;

    /// <summary>Reads the manifests of the installed models; loads none.</summary>
    /// <param name="options">Folders and limits.</param>
    /// <param name="cache">Keeps answers; without it every row is inferred. Borrowed.</param>
    /// <exception cref="ServerException">NotFound: no model folder. InvalidInput: a manifest that can't be read.</exception>
    public ModelRuntime(ModelRuntimeOptions options, InferenceCache? cache = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _registry = ModelRegistry.Open(options.ModelFolder ?? ModelRegistry.DefaultFolder, options.CacheFolder ?? DefaultCacheFolder);
        _pipelines = new TaskPipelines(new LoadedModels(_registry), options);
        _cache = cache;
    }

    /// <summary>What can be bound.</summary>
    public IReadOnlyList<ModelTask> Tasks { get; } = [.. TaskCatalog.Definitions.Select(definition => definition.Task).Distinct()];

    /// <summary>The models that there are.</summary>
    public IReadOnlyList<ModelInfo> Models => [.. _registry.Models.Select(model => model.Describe("cpu"))];

    /// <summary>Checks a call's options and picks its model; loads nothing.</summary>
    /// <remarks>The first row that is really inferred loads the model: its files are checked then, and converted if they are no ONNX.</remarks>
    /// <param name="task">A name of <see cref="Tasks"/>, in any case.</param>
    /// <param name="options">By name, in any case: <c>model</c>, <c>on_error</c> and what else the task knows.</param>
    /// <param name="input">Which of its inputs a task for <see cref="InputKind.Either"/> gets; text when not said.</param>
    /// <exception cref="ServerException">NotFound: unknown task or model. InvalidInput: unknown option or bad value.</exception>
    public BoundModel Bind(string task, IReadOnlyDictionary<string, object?> options, InputKind input = InputKind.Either)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(options);
        var definition = TaskCatalog.Find(task, input);
        var checkedOptions = new TaskOptions(definition.Task, options);
        CheckModel(definition, checkedOptions.Text("model"));
        return new BoundModel(
            new BoundTask(
                definition.Task.Name,
                definition.Models[0],
                DigestOf(definition.Models),
                definition.Revision,
                _pipelines.ReaderOf(definition.Kind),
                () => _pipelines.Of(definition),
                definition.MakeCodec(checkedOptions),
                checkedOptions.FailsOnError),
            _cache);
    }

    /// <summary>Waits for what is being inferred, then frees the models.</summary>
    public ValueTask DisposeAsync() => _pipelines.DisposeAsync();

    internal static string DefaultCacheFolder => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "postmodern", "models");

    private void CheckModel(TaskDefinition definition, string? wanted)
    {
        var found = _registry.Find(definition.Task.Name, wanted).Name;
        if (found != definition.Models[0])
        {
            throw new ServerException(
                ErrorCode.Unsupported, $"{definition.Task.Name}(…) can't run the model '{found}' yet, only '{definition.Models[0]}'.");
        }
    }

    // Of one model its own; of several a digest over theirs, so that a change of any makes another whole.
    private string DigestOf(IReadOnlyList<string> models)
    {
        var digests = models.Select(model => _registry.Get(model).Digest).ToList();
        return digests.Count == 1
            ? digests[0]
            : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', digests))));
    }
}
