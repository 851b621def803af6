using PostModern.Arrow.Errors;
using PostModern.Models.Conversion;

namespace PostModern.Models.Registry;

/// <summary>The models of a folder: each of its sub-folders that has a manifest.json.</summary>
internal sealed class ModelRegistry
{
    private const string ManifestFile = "manifest.json";

    private ModelRegistry(IEnumerable<InstalledModel> models) =>
        Models = [.. models.OrderBy(model => model.Name, StringComparer.Ordinal)];

    /// <summary>Where the build puts the default models: beside the app.</summary>
    public static string DefaultFolder => Path.Combine(AppContext.BaseDirectory, "models");

    /// <summary>In the order of their names.</summary>
    public IReadOnlyList<InstalledModel> Models { get; }

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
            .Where(folder => File.Exists(Path.Combine(folder, ManifestFile)))
            .ToDictionary(folder => ModelManifest.Load(Path.Combine(folder, ManifestFile)));
        CheckNames(folders);
        var manifests = folders.Keys.ToDictionary(manifest => manifest.Name);
        var converted = new ConvertedModels(convertedFolder);
        return new ModelRegistry(folders.Select(entry =>
            new InstalledModel(entry.Key, entry.Value, ModelDigest.Of(entry.Key, manifests), converted)));
    }

    /// <summary>The model of a name (in any case), or the task's default model.</summary>
    /// <exception cref="ServerException">NotFound: no such task or model; the message lists those that there are.</exception>
    public InstalledModel Find(string task, string? name = null)
    {
        InstalledModel[] candidates = [.. Models.Where(model => model.Manifest.Task == task)];
        if (candidates.Length == 0)
        {
            var tasks = Models.Select(model => model.Manifest.Task).Distinct().Order(StringComparer.Ordinal);
            throw new ServerException(ErrorCode.NotFound, $"No model is installed for '{task}', only for: {string.Join(", ", tasks)}.");
        }

        var found = name is null
            ? candidates.FirstOrDefault(model => model.Manifest.Default) ?? candidates[0]
            : candidates.FirstOrDefault(model => string.Equals(model.Name, name, StringComparison.OrdinalIgnoreCase));
        return found ?? throw new ServerException(
            ErrorCode.NotFound, $"There is no model '{name}' for '{task}'. Installed: {Names(candidates)}.");
    }

    /// <summary>A model that another one uses.</summary>
    /// <exception cref="ServerException">NotFound: there is no such model.</exception>
    public InstalledModel Get(string name) => Models.FirstOrDefault(model => model.Name == name)
        ?? throw new ServerException(ErrorCode.NotFound, $"There is no model '{name}'. Installed: {Names(Models)}.");

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
