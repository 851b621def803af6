using System.Text.Encodings.Web;
using System.Text.Json;
using PostModern.Arrow.Errors;
using PostModern.Lake.Objects;

namespace PostModern.Lake.Catalog;

/// <summary>Small things with names, a JSON file each in a folder of the warehouse. All servers of the warehouse see them.</summary>
/// <typeparam name="T">What is kept.</typeparam>
/// <param name="warehouse">Where they are kept.</param>
/// <param name="folderName">With a dot in front: such a folder is no schema, and nothing lists what is in it.</param>
/// <param name="what">Such as <c>connection</c>, for messages.</param>
public sealed class NamedFiles<T>(Warehouse warehouse, string folderName, string what)
    where T : class
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    };

    private IObjectStore Store => warehouse.Store;

    private string Folder => $"{warehouse.Root}/{folderName}";

    /// <summary>The files, in no order, without reading them.</summary>
    public async Task<IReadOnlyList<ObjectListing>> ListFilesAsync(CancellationToken cancellationToken = default)
    {
        var all = new List<ObjectListing>();
        try
        {
            await foreach (var file in Store.ListAsync($"{GlobPattern.Escape(Folder)}/*.json", cancellationToken))
            {
                all.Add(file);
            }
        }
        catch (ServerException e) when (e.Code == ErrorCode.NotFound)
        {
            // The first of them makes the folder.
        }

        return all;
    }

    /// <summary>All of them, in no order.</summary>
    public async Task<IReadOnlyList<T>> ListAsync(CancellationToken cancellationToken = default)
    {
        var all = new List<T>();
        foreach (var file in await ListFilesAsync(cancellationToken))
        {
            if (await ReadAsync(file.Path, cancellationToken) is { } found)
            {
                all.Add(found);
            }
        }

        return all;
    }

    /// <returns>Null when there is none of that name.</returns>
    public Task<T?> FindAsync(string name, CancellationToken cancellationToken = default) => ReadAsync(UriOf(name), cancellationToken);

    /// <summary>Whether there is one of that name, readable or not.</summary>
    public async Task<bool> HasAsync(string name, CancellationToken cancellationToken = default) =>
        await Store.TryGetAsync(UriOf(name), cancellationToken) is not null;

    /// <summary>Keeps one. Of two who make the same name one wins.</summary>
    /// <exception cref="ServerException">AlreadyExists: the name is taken, and not to be replaced.</exception>
    public async Task CreateAsync(string name, T value, bool orReplace, CancellationToken cancellationToken = default)
    {
        var content = JsonSerializer.SerializeToUtf8Bytes(value, Json);
        await MakeFolderAsync(cancellationToken);
        if (orReplace)
        {
            await Store.PutAsync(UriOf(name), content, cancellationToken);
        }
        else if (!await Store.PutIfAbsentAsync(UriOf(name), content, cancellationToken))
        {
            throw new ServerException(
                ErrorCode.AlreadyExists, $"There is a {what} '{name}' already. Use CREATE OR REPLACE {what.ToUpperInvariant()} to change it.");
        }
    }

    /// <returns>False when there is none of that name.</returns>
    public async Task<bool> DropAsync(string name, CancellationToken cancellationToken = default)
    {
        if (!await HasAsync(name, cancellationToken))
        {
            return false;
        }

        await Store.DeleteAsync(UriOf(name), cancellationToken);
        return true;
    }

    /// <summary>Reads one of <see cref="ListFilesAsync"/>.</summary>
    /// <returns>Null when it is gone.</returns>
    /// <exception cref="ServerException">InvalidInput: the file is damaged.</exception>
    public async Task<T?> ReadAsync(string uri, CancellationToken cancellationToken = default)
    {
        if (await Store.TryGetAsync(uri, cancellationToken) is not { } file)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<T>(await Store.ReadAsync(file, cancellationToken: cancellationToken), Json);
        }
        catch (JsonException e)
        {
            throw new ServerException(ErrorCode.InvalidInput, $"'{uri}' is no {what}: {e.Message} Remove the file, or make the {what} anew.", e);
        }
    }

    private string UriOf(string name) => $"{Folder}/{FolderName.Of(name.ToLowerInvariant())}.json";

    private async Task MakeFolderAsync(CancellationToken cancellationToken)
    {
        if (!warehouse.DataFiles.IsRemote)
        {
            Directory.CreateDirectory(warehouse.Root);
        }

        await Store.MakeFolderAsync(Folder, cancellationToken);
    }
}
