using System.Text.Encodings.Web;
using System.Text.Json;
using PostModern.Arrow.Errors;
using PostModern.Lake.Catalog;
using PostModern.Lake.Objects;

namespace PostModern.Lake.Connections;

/// <summary>The connections of a warehouse: a small file each, whose secrets are encrypted. All servers of the warehouse see them.</summary>
/// <param name="warehouse">Where they are kept.</param>
/// <param name="box">Opens their secrets.</param>
public sealed class ConnectionList(Warehouse warehouse, SecretBox box)
{
    // A folder with a dot is no schema, and nothing lists what is in it.
    private const string FolderName = ".connections";

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    };

    /// <summary>Told of a name whose connection was made, changed or dropped here.</summary>
    public Action<string>? Changed { get; set; }

    private IObjectStore Store => warehouse.Store;

    private string Folder => $"{warehouse.Root}/{FolderName}";

    /// <summary>All of them, by name, with their secrets still encrypted.</summary>
    public async Task<IReadOnlyList<ConnectionDefinition>> ListAsync(CancellationToken cancellationToken = default)
    {
        var all = new List<ConnectionDefinition>();
        try
        {
            await foreach (var file in Store.ListAsync($"{GlobPattern.Escape(Folder)}/*.json", cancellationToken))
            {
                if (await ReadAsync(file.Path, cancellationToken) is { } connection)
                {
                    all.Add(connection);
                }
            }
        }
        catch (ServerException e) when (e.Code == ErrorCode.NotFound)
        {
            // The first connection makes the folder.
        }

        return [.. all.OrderBy(c => c.Name, StringComparer.Ordinal)];
    }

    /// <exception cref="ServerException">NotFound: no such connection; the message lists those that exist. PermissionDenied: another key closed it.</exception>
    public async Task<ConnectionDefinition> GetAsync(string name, CancellationToken cancellationToken = default)
    {
        if (await ReadAsync(UriOf(name), cancellationToken) is { } connection)
        {
            return connection with { Options = Map(connection, (option, value) => Open(connection, option, value)) };
        }

        var names = (await ListAsync(cancellationToken)).Select(c => $"'{c.Name}'").ToList();
        var others = names.Count > 0 ? $"there are {string.Join(", ", names)}" : "there is none";
        throw new ServerException(ErrorCode.NotFound, $"There is no connection '{name}'; {others}. Make it with: CREATE CONNECTION {name} TYPE s3 OPTIONS (…).");
    }

    /// <summary>Makes a connection, or a new one of that name. Of two makers one wins.</summary>
    /// <exception cref="ServerException">AlreadyExists: the name is taken, and not to be replaced.</exception>
    public async Task CreateAsync(ConnectionDefinition connection, bool orReplace, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(connection);
        var uri = UriOf(connection.Name);
        var content = JsonSerializer.SerializeToUtf8Bytes(Close(connection), Json);
        await MakeFolderAsync(cancellationToken);
        if (orReplace)
        {
            await Store.PutAsync(uri, content, cancellationToken);
        }
        else if (!await Store.PutIfAbsentAsync(uri, content, cancellationToken))
        {
            throw new ServerException(
                ErrorCode.AlreadyExists, $"There is a connection '{connection.Name}' already. Use CREATE OR REPLACE CONNECTION to change it.");
        }

        Changed?.Invoke(connection.Name);
    }

    /// <returns>False when there is no such connection.</returns>
    public async Task<bool> DropAsync(string name, CancellationToken cancellationToken = default)
    {
        if (await Store.TryGetAsync(UriOf(name), cancellationToken) is null)
        {
            return false;
        }

        await Store.DeleteAsync(UriOf(name), cancellationToken);
        Changed?.Invoke(name);
        return true;
    }

    /// <summary>Whether there is one of that name, readable or not.</summary>
    public async Task<bool> HasAsync(string name, CancellationToken cancellationToken = default) =>
        await Store.TryGetAsync(UriOf(name), cancellationToken) is not null;

    private string UriOf(string name) => $"{Folder}/{Catalog.FolderName.Of(name.ToLowerInvariant())}.json";

    private async Task MakeFolderAsync(CancellationToken cancellationToken)
    {
        if (!warehouse.DataFiles.IsRemote)
        {
            Directory.CreateDirectory(warehouse.Root);
        }

        await Store.MakeFolderAsync(Folder, cancellationToken);
    }

    private ConnectionDefinition Close(ConnectionDefinition connection) => connection with
    {
        Options = Map(connection, (option, value) => box.Close(value, Place(connection, option))),
    };

    private async Task<ConnectionDefinition?> ReadAsync(string uri, CancellationToken cancellationToken)
    {
        if (await Store.TryGetAsync(uri, cancellationToken) is not { } file)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<ConnectionDefinition>(await Store.ReadAsync(file, cancellationToken: cancellationToken), Json);
        }
        catch (JsonException e)
        {
            throw new ServerException(ErrorCode.InvalidInput, $"'{uri}' is no connection: {e.Message} Remove the file, or make the connection anew.", e);
        }
    }

    private string Open(ConnectionDefinition closed, string option, string value) => box.TryOpen(value, Place(closed, option)) ?? throw new ServerException(
        ErrorCode.PermissionDenied,
        $"The secret of connection '{closed.Name}' was encrypted with another server's key. Give all servers of the warehouse one --signing-key, "
        + "or make the connection anew with CREATE OR REPLACE CONNECTION.");

    private static Dictionary<string, string> Map(ConnectionDefinition connection, Func<string, string, string> secret)
    {
        var type = ConnectionType.Get(connection.Type);
        return connection.Options.ToDictionary(o => o.Key, o => type.IsSecret(o.Key) ? secret(o.Key, o.Value) : o.Value);
    }

    // A secret moved to another connection would be sent to that one's address.
    private static string Place(ConnectionDefinition connection, string option) => $"{connection.Name}\n{connection["endpoint"]}\n{option}";
}
