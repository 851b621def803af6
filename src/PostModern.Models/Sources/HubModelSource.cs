using PostModern.Models.Hub;

namespace PostModern.Models.Sources;

/// <summary><c>hf://org/repo[@revision][?dtype=q8]</c>: a repository of a model hub, in the layouts that <see cref="ModelHub"/> knows.</summary>
/// <param name="folder">Where models are kept.</param>
internal sealed class HubModelSource(string folder) : IModelSource
{
    public bool Handles(string uri) => uri.StartsWith("hf://", StringComparison.OrdinalIgnoreCase);

    public async Task<string> FetchAsync(string uri, CancellationToken cancellationToken)
    {
        var options = new HubOptions { ModelFolder = folder };
        var pinned = await ModelHub.PinAsync(uri, options, cancellationToken);

        // A folder a commit and variant: what an older model was made from stays as it is. Repositories of several owners may have one name.
        var place = Path.Combine(folder, "hub", pinned.ToString().Split("://")[^1].Replace('/', '+').Replace('?', '+'));
        return (await ModelHub.PullAsync(pinned.ToString(), options with { ModelFolder = place }, cancellationToken: cancellationToken)).Folder;
    }
}
