using System.Security.Cryptography;
using System.Text;
using PostModern.Arrow.Errors;
using PostModern.Lake.Cache;
using PostModern.Models.Catalog;
using PostModern.Models.Inference;
using PostModern.Models.Loading;
using PostModern.Models.Registry;
using PostModern.Models.Signatures;

namespace PostModern.Models;

/// <summary>All models of a process, and the threads that they run on.</summary>
public sealed class ModelRuntime : IAsyncDisposable
{
    private readonly ModelRegistry _registry;
    private readonly ModelDevices _devices;
    private readonly TaskPipelines _pipelines;
    private readonly InferenceCache? _cache;

    /// <summary>Reads the manifests of the installed models; loads none.</summary>
    /// <param name="options">Folders and limits.</param>
    /// <param name="cache">Keeps answers; without it every row is inferred. Borrowed.</param>
    /// <exception cref="ServerException">NotFound: no model folder. InvalidInput: a manifest that can't be read.</exception>
    public ModelRuntime(ModelRuntimeOptions options, InferenceCache? cache = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _devices = new ModelDevices(options.CudaFolder, options.Device);
        _registry = ModelRegistry.Open(options.ModelFolder ?? ModelRegistry.DefaultFolder, options.CacheFolder ?? DefaultCacheFolder);
        _pipelines = new TaskPipelines(new LoadedModels(_registry, _devices, options.ModelMemoryBytes ?? HalfOfTheMemory), options);
        _cache = cache;
        Created = new CreatedModels(_registry, _pipelines, options);
    }

    /// <summary>What can be bound.</summary>
    public IReadOnlyList<TaskSignature> Signatures { get; } = TaskCatalog.Signatures;

    /// <summary>The models that there are.</summary>
    public IReadOnlyList<ModelInfo> Models => [.. _registry.Models.Select(model => model.Describe(_devices.Choose(null)))];

    /// <summary>Where models can run, with what there is to say of it: of the processor why no graphics card is used.</summary>
    public IReadOnlyList<(string Name, string? Note)> Devices =>
        [.. _devices.Names.Select((name, i) => (name, i == 0 && _devices.Absence.Length > 0 ? $"No graphics card is used: {_devices.Absence}" : null))];

    /// <summary>The models that users make.</summary>
    public CreatedModels Created { get; }

    /// <summary>As <see cref="Bind(TaskSignature, IReadOnlyDictionary{string, object?})"/> the shortest signature of a function that takes such input.</summary>
    /// <param name="function">In any case.</param>
    /// <param name="options">By name, in any case.</param>
    /// <param name="input">What it is to look at.</param>
    /// <exception cref="ServerException">NotFound: unknown function or model. InvalidInput: it takes no such input; unknown option or bad value.</exception>
    public BoundModel Bind(string function, IReadOnlyDictionary<string, object?> options, InputKind input = InputKind.Either)
    {
        ArgumentNullException.ThrowIfNull(function);
        return Bind(TaskCatalog.Find(function, input), options);
    }

    /// <summary>Checks a call's options and picks its model; loads nothing.</summary>
    /// <remarks>The first row that is really inferred loads the model: its files are checked then, and converted if they are no ONNX.</remarks>
    /// <param name="signature">One of <see cref="Signatures"/>.</param>
    /// <param name="options">By name, in any case: <c>model</c>, <c>on_error</c> and what else the task knows.</param>
    /// <exception cref="ServerException">NotFound: no such model, or none for the task. InvalidInput: unknown option or bad value.</exception>
    public BoundModel Bind(TaskSignature signature, IReadOnlyDictionary<string, object?> options)
    {
        ArgumentNullException.ThrowIfNull(signature);
        ArgumentNullException.ThrowIfNull(options);
        var possible = TaskCatalog.Implementations.Where(i => i.Signature == signature).ToList();
        var model = _registry.Find(signature.Function, [.. possible.Select(i => i.Family)], TaskOptions.ModelOf(signature, options), signature.Advice);
        var implementation = possible.First(i => i.Family == model.Manifest.Family);
        var known = new TaskOptions(signature, [.. implementation.Options], options);
        if (model.Remote is not null && known.Text(TaskOptions.Device) is not null)
        {
            throw signature.Invalid($"can't choose a device for '{model.Name}', which runs on a server of its own.");
        }

        var device = model.Remote is null ? _devices.Choose(known.Text(TaskOptions.Device)) : "remote";
        return new BoundModel(
            new BoundTask(
                implementation,
                model.Name,
                DigestOf([model, .. implementation.Uses.Select(_registry.Get)]),
                device,
                known,
                new RowInputs(signature, _pipelines.ReaderOf(signature.Input)),
                () => _pipelines.Of(implementation, model, device),
                implementation.MakeCodec(model, known)),
            _cache);
    }

    /// <summary>Waits for what is being inferred, then frees the models.</summary>
    public async ValueTask DisposeAsync()
    {
        await _pipelines.DisposeAsync();
        Created.Dispose();
    }

    private static long HalfOfTheMemory => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2;

    internal static string DefaultCacheFolder => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "postmodern", "models");

    // Of one model its own; of several a digest over theirs, so that a change of any makes another whole.
    private static string DigestOf(IReadOnlyList<InstalledModel> models) => models is [var only]
        ? only.Digest
        : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', models.Select(model => model.Digest)))));
}
