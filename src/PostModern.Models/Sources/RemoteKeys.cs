using PostModern.Arrow.Errors;
using PostModern.Lake.Connections;

namespace PostModern.Models.Sources;

/// <summary>Finds the keys that models' servers want: in the server's environment, or in a connection.</summary>
/// <param name="connections">The connections of the warehouse; null where there are none.</param>
internal sealed class RemoteKeys(ConnectionList? connections)
{
    // Whoever may run SQL chooses where the key is sent, so not every variable is one.
    private const string Suffix = "_API_KEY";

    /// <summary>How to find the key of a model.</summary>
    /// <param name="variable">The option <c>api_key_env</c>.</param>
    /// <param name="connection">The option <c>connection</c>.</param>
    /// <param name="endpoint">Where the key would be sent.</param>
    /// <returns>Null when the server wants none.</returns>
    /// <exception cref="ServerException">InvalidInput: both are given, or the variable is none for keys.</exception>
    internal Func<CancellationToken, ValueTask<string>>? Find(string? variable, string? connection, Uri endpoint)
    {
        if (variable is not null && connection is not null)
        {
            throw new ServerException(ErrorCode.InvalidInput, "The key comes from a variable (api_key_env) or from a connection, not from both.");
        }

        if (variable is not null)
        {
            return variable.EndsWith(Suffix, StringComparison.Ordinal)
                ? _ => new(Variable(variable))
                : throw new ServerException(ErrorCode.InvalidInput, $"A variable that holds a key has a name that ends with {Suffix}; no other variable is sent to a server.");
        }

        return connection is null ? null : async token => await OfConnectionAsync(connection, endpoint, token);
    }

    private static string Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } key
        ? key.Trim()
        : throw new ServerException(ErrorCode.NotFound, $"The variable {name} isn't set in this server's environment. Set it and start the server again.");

    private async Task<string> OfConnectionAsync(string name, Uri endpoint, CancellationToken cancellationToken)
    {
        var connection = connections is null
            ? throw new ServerException(ErrorCode.NotFound, $"There is no connection '{name}'.")
            : await connections.GetAsync(name, cancellationToken);
        if (connection.Type != "api" || connection["secret"] is not { } secret || connection["endpoint"] is not { } address)
        {
            throw new ServerException(
                ErrorCode.InvalidInput, $"Connection '{name}' is of type {connection.Type}. A model's key is in a connection of type api: CREATE CONNECTION {name} TYPE api OPTIONS (endpoint '{endpoint.GetLeftPart(UriPartial.Authority)}', secret '…').");
        }

        return new Uri(address).GetLeftPart(UriPartial.Authority) == endpoint.GetLeftPart(UriPartial.Authority)
            ? secret
            : throw new ServerException(ErrorCode.PermissionDenied, $"The secret of connection '{name}' is for {address}, and is sent nowhere else.");
    }
}
