using System.Security.Cryptography;
using System.Text;
using PostModern.Arrow.Errors;
using PostModern.Models.Inference;
using PostModern.Models.Registry;

namespace PostModern.Models;

/// <summary>All models of a process, and the threads that they run on.</summary>
public sealed class ModelRuntime : IAsyncDisposable
{
    private readonly ModelRegistry _registry;
    private readonly TaskPipelines _pipelines;
    private readonly IAnswerCache? _cache;

    /// <summary>Loads nothing yet.</summary>
    public ModelRuntime(ModelRuntimeOptions options)
        : this(options, null)
    {
    }

    internal ModelRuntime(ModelRuntimeOptions options, IAnswerCache? cache)
    {
        _registry = ModelRegistry.Open(options.ModelFolder ?? ModelRegistry.DefaultFolder, options.CacheFolder ?? DefaultCacheFolder);
        _pipelines = new TaskPipelines(new LoadedModels(_registry), options);
        _cache = cache;
    }

    /// <summary>What can be bound.</summary>
    public IReadOnlyList<ModelTask> Tasks { get; } = [.. TaskCatalog.Definitions.Select(definition => definition.Task).Distinct()];

    /// <summary>The models that there are.</summary>
    public IReadOnlyList<ModelInfo> Models => [.. _registry.Models.Select(model => model.Describe("cpu"))];

    /// <summary>Checks a call's options and picks its model; loads nothing.</summary>
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
                _pipelines.ReaderOf(definition.Kind),
                _pipelines.Of(definition),
                definition.MakeCodec(checkedOptions),
                checkedOptions.FailsOnError),
            _cache);
    }

    /// <summary>Waits for what is being inferred, then frees the models.</summary>
    public ValueTask DisposeAsync() => _pipelines.DisposeAsync();

    private static string DefaultCacheFolder => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "postmodern", "models");

    private static void CheckModel(TaskDefinition definition, string? wanted)
    {
        if (wanted is not null && !wanted.Equals(definition.Models[0], StringComparison.OrdinalIgnoreCase))
        {
            throw new ServerException(
                ErrorCode.NotFound, $"There is no model '{wanted}' for {definition.Task.Name}(…). There is: {definition.Models[0]}.");
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
