using PostModern.Models.Hub;

namespace PostModern.Models.Sources;

/// <summary><c>hf://org/repo[@revision]</c>: a repository of a model hub, in the layouts that <see cref="ModelHub"/> knows.</summary>
/// <param name="folder">Where models are kept.</param>
internal sealed class HubModelSource(string folder) : IModelSource
{
    public bool Handles(string uri) => uri.StartsWith("hf://", StringComparison.OrdinalIgnoreCase);

    public async Task<string> FetchAsync(string uri, CancellationToken cancellationToken)
    {
        // Repositories of several owners may have one name.
        var place = Path.Combine(folder, "hub", HubReference.Parse(uri).ToString().Split("://")[^1].Replace('/', '+'));
        Directory.CreateDirectory(place);
        return (await ModelHub.PullAsync(uri, new HubOptions { ModelFolder = place }, cancellationToken: cancellationToken)).Folder;
    }
}
