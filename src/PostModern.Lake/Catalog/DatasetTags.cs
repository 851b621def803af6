using System.Text.Encodings.Web;
using System.Text.Json;
using PostModern.Arrow.Errors;
using PostModern.Lake.Delta;
using PostModern.Lake.Objects;

namespace PostModern.Lake.Catalog;

/// <summary>The tags of one dataset: a small file each, in the folder <c>_tags</c> beside the log.</summary>
/// <param name="dataset">The dataset.</param>
/// <remarks>Other engines skip folders with an underscore. A tag whose table id isn't the dataset's belongs to a table that is gone.</remarks>
public sealed class DatasetTags(Dataset dataset)
{
    private const string FolderName = "_tags";

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private DeltaLog Log => dataset.Log;

    private string Folder => $"{Log.Location}/{FolderName}";

    /// <summary>All tags, by name.</summary>
    public async Task<IReadOnlyList<DatasetTag>> ListAsync(CancellationToken cancellationToken = default)
    {
        var table = await TableIdAsync(cancellationToken);
        var tags = new List<DatasetTag>();
        foreach (var file in await FilesAsync(cancellationToken))
        {
            if (await ReadAsync(file, cancellationToken) is { } tag && tag.TableId == table)
            {
                tags.Add(tag);
            }
        }

        return [.. tags.OrderBy(t => t.Name, StringComparer.OrdinalIgnoreCase)];
    }

    /// <exception cref="ServerException">NotFound: no such tag; the message lists those that exist.</exception>
    public async Task<DatasetTag> GetAsync(string name, CancellationToken cancellationToken = default)
    {
        if (await ReadAsync(UriOf(name), cancellationToken) is { } tag && tag.TableId == await TableIdAsync(cancellationToken))
        {
            return tag;
        }

        var names = (await ListAsync(cancellationToken)).Select(t => $"'{t.Name}'").ToList();
        var others = names.Count > 0 ? $"it has {string.Join(", ", names)}" : "it has none";
        throw new ServerException(ErrorCode.NotFound, $"Dataset '{dataset.QualifiedName}' has no tag '{name}'; {others}.");
    }

    /// <summary>Names a version. Of two makers of one name one wins.</summary>
    /// <exception cref="ServerException">AlreadyExists: the name is taken, and not to be replaced.</exception>
    public async Task CreateAsync(DatasetTag tag, bool orReplace, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(tag);
        var uri = UriOf(tag.Name);
        var content = JsonSerializer.SerializeToUtf8Bytes(tag, Json);
        await Log.Store.MakeFolderAsync(Folder, cancellationToken);
        if (await Log.Store.PutIfAbsentAsync(uri, content, cancellationToken))
        {
            return;
        }

        if (!orReplace && await ReadAsync(uri, cancellationToken) is { } known && known.TableId == tag.TableId)
        {
            throw new ServerException(
                ErrorCode.AlreadyExists,
                $"Dataset '{dataset.QualifiedName}' already has a tag '{known.Name}', for version {known.Version}. Use CREATE OR REPLACE TAG to move it.");
        }

        await Log.Store.PutAsync(uri, content, cancellationToken);
    }

    /// <summary>Removes a tag; its version stays, unprotected.</summary>
    /// <returns>False when there is no such tag.</returns>
    public async Task<bool> DropAsync(string name, CancellationToken cancellationToken = default)
    {
        var uri = UriOf(name);
        if (await ReadAsync(uri, cancellationToken) is null)
        {
            return false;
        }

        await Log.Store.DeleteAsync(uri, cancellationToken);
        return true;
    }

    private string UriOf(string name) => $"{Folder}/{Catalog.FolderName.Of(name.ToLowerInvariant())}.json";

    private async Task<string> TableIdAsync(CancellationToken cancellationToken) =>
        (await dataset.LatestAsync(cancellationToken)).Metadata.Id;

    private async Task<IReadOnlyList<string>> FilesAsync(CancellationToken cancellationToken)
    {
        var files = new List<string>();
        try
        {
            await foreach (var listing in Log.Store.ListAsync($"{GlobPattern.Escape(Folder)}/*.json", cancellationToken))
            {
                files.Add(listing.Path);
            }
        }
        catch (ServerException e) when (e.Code == ErrorCode.NotFound)
        {
            // The first tag makes the folder.
        }

        return files;
    }

    private async Task<DatasetTag?> ReadAsync(string uri, CancellationToken cancellationToken)
    {
        if (await Log.Store.TryGetAsync(uri, cancellationToken) is not { } file)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<DatasetTag>(await Log.Store.ReadAsync(file, cancellationToken: cancellationToken), Json);
        }
        catch (JsonException e)
        {
            throw new ServerException(ErrorCode.InvalidInput, $"'{uri}' is no tag: {e.Message} Remove the file, or make the tag anew.", e);
        }
    }
}
