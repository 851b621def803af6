using PostModern.Arrow.Errors;
using PostModern.Lake.Models;
using PostModern.Models.Conversion;

namespace PostModern.Models.Registry;

/// <summary>The models of a folder: each of its sub-folders that has a manifest.json. Where a name begins with a dot, one is being pulled.</summary>
internal sealed class ModelRegistry
{
    private const string ManifestFile = "manifest.json";

    private readonly InstalledModel[] _installed;
    private volatile InstalledModel[] _models;
    private volatile IReadOnlyDictionary<string, ServerException> _failed = new Dictionary<string, ServerException>();

    private ModelRegistry(IEnumerable<InstalledModel> models) => _models = _installed = InOrder(models);

    /// <summary>Where the build puts the default models: beside the app.</summary>
    public static string DefaultFolder => Path.Combine(AppContext.BaseDirectory, "models");

    /// <summary>In the order of their names.</summary>
    public IReadOnlyList<InstalledModel> Models => _models;

    /// <summary>Whether a model that came with the server has this name.</summary>
    public bool IsInstalled(string name) => Array.Exists(_installed, model => model.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The models that users made, in place of those before.</summary>
    /// <param name="created">Those that can be used.</param>
    /// <param name="failed">Why the others can't, by their names.</param>
    public void SetCreated(IEnumerable<InstalledModel> created, IReadOnlyDictionary<string, ServerException> failed) =>
        (_models, _failed) = (InOrder([.. _installed, .. created]), failed);

    /// <exception cref="ServerException">As loading it failed: a user made such a model, and it can't be used here.</exception>
    public void ThrowIfFailed(string name)
    {
        if (_failed.GetValueOrDefault(name) is { } reason)
        {
            throw new ServerException(reason.Code, $"The model '{name}' was made with CREATE MODEL and can't be loaded on this server: {reason.Message}", reason);
        }
    }

    /// <summary>A folder with a manifest, as a model of another name.</summary>
    /// <exception cref="ServerException">InvalidInput: the manifest can't be read. NotFound: it uses a model that isn't installed.</exception>
    public InstalledModel Load(string folder, ModelDefinition definition, ConvertedModels converted)
    {
        var manifest = ModelManifest.Load(Path.Combine(folder, ManifestFile)) with { Name = definition.Name, Default = definition["default"] == "true" };
        return new InstalledModel(
            manifest, folder, ModelDigest.Of(manifest, _installed.ToDictionary(model => model.Name, model => model.Manifest)), converted)
        {
            Definition = definition,
        };
    }

    /// <summary>Whether a folder holds a model with a manifest.</summary>
    public static bool HasManifest(string folder) => File.Exists(Path.Combine(folder, ManifestFile));

    /// <param name="modelFolder">Such as <see cref="DefaultFolder"/>.</param>
    /// <param name="convertedFolder">Where models that had to be converted are kept.</param>
    /// <exception cref="ServerException">NotFound: the folder is not there. InvalidInput: a manifest that can't be read.</exception>
    public static ModelRegistry Open(string modelFolder, string convertedFolder)
    {
        if (!Directory.Exists(modelFolder))
        {
            throw new ServerException(ErrorCode.NotFound, $"The model folder '{modelFolder}' doesn't exist.");
        }

        var folders = Directory.EnumerateDirectories(modelFolder)
            .Where(folder => !Path.GetFileName(folder).StartsWith('.') && File.Exists(Path.Combine(folder, ManifestFile)))
            .ToDictionary(folder => ModelManifest.Load(Path.Combine(folder, ManifestFile)));
        CheckNames(folders);
        var manifests = folders.Keys.ToDictionary(manifest => manifest.Name);
        var converted = new ConvertedModels(convertedFolder);
        return new ModelRegistry(folders.Select(entry =>
            new InstalledModel(entry.Key, entry.Value, ModelDigest.Of(entry.Key, manifests), converted)));
    }

    /// <summary>The model of a name (in any case), or the one that a task takes when none is named.</summary>
    /// <param name="task">The SQL function.</param>
    /// <param name="families">Those whose models can do it.</param>
    /// <param name="name">As the call says it.</param>
    /// <param name="advice">How to get a model where there is none.</param>
    /// <exception cref="ServerException">NotFound: no such model, or none for the task. InvalidInput: several, and none is the default. Each message lists what there is.</exception>
    public InstalledModel Find(string task, IReadOnlyCollection<string> families, string? name = null, string? advice = null)
    {
        if (name is not null)
        {
            ThrowIfFailed(name);
        }

        InstalledModel[] candidates = [.. Models.Where(model => families.Contains(model.Manifest.Family))];
        if (candidates.Length == 0)
        {
            if (advice is not null)
            {
                throw new ServerException(ErrorCode.NotFound, $"There is no model for '{task}'. {advice}");
            }

            var installed = string.Join(", ", Models.Select(model => $"{model.Name} ({model.Manifest.Task})"));
            throw new ServerException(ErrorCode.NotFound, $"No model is installed for '{task}'. Installed: {installed}.");
        }

        return name is null ? DefaultOf(task, candidates)
            : candidates.FirstOrDefault(model => string.Equals(model.Name, name, StringComparison.OrdinalIgnoreCase))
                ?? throw new ServerException(ErrorCode.NotFound, $"There is no model '{name}' for '{task}'. Installed: {Names(candidates)}.");
    }

    /// <summary>The model that was made for the task goes before one that serves it, too.</summary>
    private static InstalledModel DefaultOf(string task, InstalledModel[] candidates) =>
        candidates.FirstOrDefault(model => model.Manifest.Default && model.Manifest.Task == task)
        ?? candidates.FirstOrDefault(model => model.Manifest.Default)
        ?? (candidates is [var only] ? only : throw new ServerException(
            ErrorCode.InvalidInput, $"Several models can do '{task}': {Names(candidates)}. Choose one with model => 'name'."));

    /// <summary>A model that another one uses.</summary>
    /// <exception cref="ServerException">NotFound: there is no such model.</exception>
    public InstalledModel Get(string name) => Models.FirstOrDefault(model => model.Name == name)
        ?? throw new ServerException(ErrorCode.NotFound, $"There is no model '{name}'. Installed: {Names(Models)}.");

    private static InstalledModel[] InOrder(IEnumerable<InstalledModel> models) => [.. models.OrderBy(model => model.Name, StringComparer.Ordinal)];

    // A model is found by its folder on disk and by its name in SQL: two names for one thing would be one too many.
    private static void CheckNames(Dictionary<ModelManifest, string> folders)
    {
        foreach (var (manifest, folder) in folders)
        {
            if (manifest.Name != Path.GetFileName(folder))
            {
                throw new ServerException(
                    ErrorCode.InvalidInput, $"The manifest in '{folder}' calls its model '{manifest.Name}'; the folder must have that name.");
            }
        }
    }

    private static string Names(IEnumerable<InstalledModel> models) => string.Join(", ", models.Select(model => model.Name));
}
