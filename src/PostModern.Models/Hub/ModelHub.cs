using PostModern.Arrow.Errors;
using PostModern.Models.Registry;

namespace PostModern.Models.Hub;

/// <summary>Brings models from a hub into the model folder, where they work without a network.</summary>
public static class ModelHub
{
    private const string ManifestFile = "manifest.json";

    /// <summary>The folder that servers look into unless told otherwise.</summary>
    public static string DefaultModelFolder => ModelRegistry.DefaultFolder;

    /// <summary>The models of a folder, by name.</summary>
    /// <exception cref="ServerException">NotFound: no such folder. InvalidInput: a manifest that can't be read.</exception>
    public static IReadOnlyList<ModelInfo> List(string modelFolder) =>
        [.. ModelRegistry.Open(modelFolder, Path.Combine(Path.GetTempPath(), "unused")).Models.Select(model => model.Describe("cpu"))];

    /// <summary>Transfers a model, or what is missing of it, and installs it as a whole.</summary>
    /// <param name="uri"><c>hf://org/repo</c>, perhaps with <c>@revision</c> and <c>?dtype=q8</c>.</param>
    /// <param name="options">From where and where to.</param>
    /// <param name="name">How SQL calls it; the repository's name when null.</param>
    /// <param name="progress">Hears of each megabyte.</param>
    /// <param name="cancellationToken">Stops; another pull goes on from there.</param>
    /// <exception cref="ServerException">
    /// InvalidInput: no such address, or a file that isn't what the hub lists. NotFound, Unauthenticated, PermissionDenied: as the hub says.
    /// AlreadyExists: another model has the name. Unsupported: no code can run it. Conflict: somebody pulls it now. Unavailable: no connection.
    /// </exception>
    public static async Task<PulledModel> PullAsync(
        string uri, HubOptions options, string? name = null, IProgress<PullProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var reference = Read(uri, options);
        var place = new ModelPlace(options.ModelFolder, name ?? reference.Name);
        using var turn = place.Lock();
        var installed = place.Installed(reference);
        if (installed is not null && reference.ToString() == installed.Source)
        {
            return place.Describe(installed, isNew: false);
        }

        using var client = new HubClient(options);
        HubRevision revision;
        try
        {
            revision = await client.ResolveAsync(reference, cancellationToken);
        }
        catch (ServerException error) when (error.Code == ErrorCode.Unavailable && installed is not null && IsVariantOf(reference, installed))
        {
            return place.Describe(installed, isNew: false, $"Whether there is a newer one is not known: {error.Message}");
        }

        var pinned = reference with { Revision = revision.Commit };
        return installed?.Source == pinned.ToString()
            ? place.Describe(installed, isNew: false)
            : place.Describe(await TransferAsync(client, pinned, revision.Licence, place, options, progress, cancellationToken), isNew: true);
    }

    /// <summary>The same address with the commit that its revision names now.</summary>
    /// <exception cref="ServerException">As <see cref="PullAsync"/>.</exception>
    internal static async Task<HubReference> PinAsync(string uri, HubOptions options, CancellationToken cancellationToken)
    {
        var reference = Read(uri, options);
        if (reference.IsPinned)
        {
            return reference;
        }

        using var client = new HubClient(options);
        return reference with { Revision = (await client.ResolveAsync(reference, cancellationToken)).Commit };
    }

    // Whatever its commit.
    private static bool IsVariantOf(HubReference reference, ModelManifest installed)
    {
        var there = HubReference.Parse(installed.Source);
        return (there with { Revision = reference.Revision }).ToString() == reference.ToString();
    }

    private static HubReference Read(string uri, HubOptions options)
    {
        var reference = HubReference.Parse(uri);
        return reference with { Precision = reference.Precision ?? options.Precision };
    }

    private static async Task<ModelManifest> TransferAsync(
        HubClient client,
        HubReference pinned,
        string licence,
        ModelPlace place,
        HubOptions options,
        IProgress<PullProgress>? progress,
        CancellationToken cancellationToken)
    {
        var files = await client.ListAsync(pinned, cancellationToken);
        var networks = HubFileChoice.Networks(pinned, files, pinned.Precision!);
        var needed = HubFileChoice.Needed(files, networks);
        var staging = place.Stage(pinned);
        await new HubDownload(client, pinned, options, progress).RunAsync(needed, staging, cancellationToken);
        var manifest = ManifestWriter.Write(staging, place.Name, pinned, licence, [.. needed.Select(file => file.Path)], networks);
        place.Install(staging);
        return manifest;
    }
}
