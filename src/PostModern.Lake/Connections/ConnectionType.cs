using PostModern.Arrow.Errors;

namespace PostModern.Lake.Connections;

/// <summary>A kind of service that connections lead to, and the options that it takes.</summary>
/// <param name="name">As <c>TYPE</c> names it.</param>
/// <param name="options">Each option's check; true means that the value suits.</param>
/// <param name="secrets">Those of them that are never shown.</param>
/// <param name="aliases">Other names for options.</param>
/// <param name="complaint">What is wrong with options that suit one by one; null for nothing.</param>
public sealed class ConnectionType(
    string name, IReadOnlyDictionary<string, Func<string, bool>> options, IReadOnlySet<string> secrets, IReadOnlyDictionary<string, string> aliases,
    Func<IReadOnlyDictionary<string, string>, string?> complaint)
{
    private static readonly ConnectionType s_s3 = new(
        "s3",
        new Dictionary<string, Func<string, bool>>
        {
            ["endpoint"] = IsAddress,
            ["region"] = IsGiven,
            ["path_style"] = value => bool.TryParse(value, out _),
            ["key_id"] = IsGiven,
            ["secret"] = IsGiven,
            ["session_token"] = IsGiven,
        },
        new HashSet<string> { "secret", "session_token" },
        new Dictionary<string, string> { ["access_key_id"] = "key_id", ["secret_access_key"] = "secret", ["secret_key"] = "secret" },
        known => known.ContainsKey("key_id") == known.ContainsKey("secret") ? null : "key_id and secret go together; without both, requests are not signed.");

    private static readonly ConnectionType s_api = new(
        "api",
        new Dictionary<string, Func<string, bool>>
        {
            ["endpoint"] = IsAddress,
            ["secret"] = IsGiven,
        },
        new HashSet<string> { "secret" },
        new Dictionary<string, string> { ["api_key"] = "secret", ["key"] = "secret", ["token"] = "secret" },
        known => known.ContainsKey("endpoint") && known.ContainsKey("secret") ? null : "A connection to an API has an endpoint and the secret that is sent there.");

    public string Name { get; } = name;

    /// <exception cref="ServerException">Unsupported: there is no such type.</exception>
    public static ConnectionType Get(string type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return type.ToLowerInvariant() switch
        {
            "s3" => s_s3,
            "api" => s_api,
            _ => throw new ServerException(ErrorCode.Unsupported, $"There are no connections of type '{type}'; only of type s3 and api."),
        };
    }

    public bool IsSecret(string option) => secrets.Contains(option);

    /// <summary>The options under their proper names.</summary>
    /// <exception cref="ServerException">InvalidInput: an option is unknown, doubled or has no suitable value. The message shows no value.</exception>
    public IReadOnlyDictionary<string, string> Check(IEnumerable<KeyValuePair<string, string>> given)
    {
        ArgumentNullException.ThrowIfNull(given);
        var known = new Dictionary<string, string>();
        foreach (var (option, value) in given)
        {
            var proper = aliases.GetValueOrDefault(option.ToLowerInvariant(), option.ToLowerInvariant());
            if (!options.TryGetValue(proper, out var suits))
            {
                throw new ServerException(ErrorCode.InvalidInput, $"Connections of type {Name} have no option '{option}'; they have {string.Join(", ", options.Keys)}.");
            }

            if (!suits(value))
            {
                throw new ServerException(ErrorCode.InvalidInput, $"The value of the option '{option}' doesn't suit: {Wanted(proper)}.");
            }

            if (!known.TryAdd(proper, value))
            {
                throw new ServerException(ErrorCode.InvalidInput, $"The option '{proper}' is given twice.");
            }
        }

        return complaint(known) is { } wrong ? throw new ServerException(ErrorCode.InvalidInput, wrong) : known;
    }

    private static bool IsAddress(string value) => Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";

    private static bool IsGiven(string value) => value.Trim().Length > 0;

    private static string Wanted(string option) => option switch
    {
        "endpoint" => "it is an address such as 'https://storage.googleapis.com'",
        "path_style" => "it is true or false",
        _ => "it is empty",
    };
}
