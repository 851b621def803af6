using PostModern.Arrow.Errors;
using PostModern.Lake.Catalog;

namespace PostModern.Lake.Connections;

/// <summary>The connections of a warehouse: a small file each, whose secrets are encrypted. All servers of the warehouse see them.</summary>
/// <param name="warehouse">Where they are kept.</param>
/// <param name="box">Opens their secrets.</param>
public sealed class ConnectionList(Warehouse warehouse, SecretBox box)
{
    private readonly NamedFiles<ConnectionDefinition> _files = new(warehouse, ".connections", "connection");

    /// <summary>Told of a name whose connection was made, changed or dropped here.</summary>
    public Action<string>? Changed { get; set; }

    /// <summary>All of them, by name, with their secrets still encrypted.</summary>
    public async Task<IReadOnlyList<ConnectionDefinition>> ListAsync(CancellationToken cancellationToken = default) =>
        [.. (await _files.ListAsync(cancellationToken)).OrderBy(c => c.Name, StringComparer.Ordinal)];

    /// <exception cref="ServerException">NotFound: no such connection; the message lists those that exist. PermissionDenied: another key closed it.</exception>
    public async Task<ConnectionDefinition> GetAsync(string name, CancellationToken cancellationToken = default)
    {
        if (await _files.FindAsync(name, cancellationToken) is { } connection)
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
        await _files.CreateAsync(connection.Name, Close(connection), orReplace, cancellationToken);
        Changed?.Invoke(connection.Name);
    }

    /// <returns>False when there is no such connection.</returns>
    public async Task<bool> DropAsync(string name, CancellationToken cancellationToken = default)
    {
        var wasThere = await _files.DropAsync(name, cancellationToken);
        if (wasThere)
        {
            Changed?.Invoke(name);
        }

        return wasThere;
    }

    /// <summary>Whether there is one of that name, readable or not.</summary>
    public Task<bool> HasAsync(string name, CancellationToken cancellationToken = default) => _files.HasAsync(name, cancellationToken);

    private ConnectionDefinition Close(ConnectionDefinition connection) => connection with
    {
        Options = Map(connection, (option, value) => box.Close(value, Place(connection, option))),
    };

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
