using PostModern.Arrow.Errors;

namespace PostModern.Server.Auth;

/// <summary>Who may log in: names with a password's hash, with hashes of API tokens, or with both.</summary>
public sealed class UserList
{
    private readonly Dictionary<string, PasswordHash> _passwords = new(StringComparer.Ordinal);
    private readonly List<(string Name, ApiTokenHash Hash)> _tokens = [];

    private UserList()
    {
    }

    /// <summary>How slow an unknown name's check must be, so as not to tell it from a known one.</summary>
    internal PasswordHash Nobody { get; private set; } = PasswordHash.OfNobody();

    /// <summary>Reads lines of <c>name:hash</c>; empty lines and those that start with # are skipped.</summary>
    /// <param name="text">The lines.</param>
    /// <param name="source">What messages call it: a file's path.</param>
    /// <exception cref="ServerException">InvalidInput: a line is wrong, or there is none.</exception>
    public static UserList Parse(string text, string source)
    {
        var list = new UserList();
        var number = 0;
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries))
        {
            number++;
            if (line.Length > 0 && line[0] != '#')
            {
                list.Add(line, $"{source}, line {number}");
            }
        }

        if (list._passwords.Count + list._tokens.Count == 0)
        {
            throw new ServerException(ErrorCode.InvalidInput, $"{source} names no user; add a line with: postmodern user NAME >> {source}");
        }

        var iterations = list._passwords.Values.Select(hash => hash.Iterations);
        list.Nobody = iterations.Any() ? PasswordHash.OfNobody(iterations.Max()) : list.Nobody;
        return list;
    }

    /// <summary>Reads a file of such lines.</summary>
    /// <exception cref="IOException">It can't be read.</exception>
    /// <inheritdoc cref="Parse"/>
    public static UserList Read(string path) => Parse(File.ReadAllText(path), path);

    /// <summary>Whether a line can begin with it.</summary>
    public static bool IsName(string name) =>
        name.Length > 0 && name[0] != '#' && name == name.Trim() && name.AsSpan().IndexOfAny(':', '\n', '\r') < 0;

    /// <summary>The hash that a password must fit; <see cref="Nobody"/>'s for an unknown name.</summary>
    internal PasswordHash PasswordOf(string name) => _passwords.GetValueOrDefault(name) ?? Nobody;

    /// <summary>Whose API token it is; null when nobody's.</summary>
    internal string? OwnerOf(string token)
    {
        string? owner = null;
        foreach (var (name, hash) in _tokens)
        {
            // No early end: the time must not say which line it was.
            owner = hash.Verify(token) ? name : owner;
        }

        return owner;
    }

    internal bool Has(string name) => _passwords.ContainsKey(name) || _tokens.Exists(token => token.Name == name);

    private void Add(string line, string place)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        var (name, secret) = colon > 0 ? (line[..colon].Trim(), line[(colon + 1)..].Trim()) : ("", "");
        if (name.Length == 0)
        {
            throw new ServerException(ErrorCode.InvalidInput, $"{place}: a line is name:hash; make one with: postmodern user NAME.");
        }

        try
        {
            AddSecret(name, secret);
        }
        catch (ServerException e)
        {
            throw new ServerException(ErrorCode.InvalidInput, $"{place}: {e.Message}", e);
        }
    }

    private void AddSecret(string name, string secret)
    {
        if (secret.StartsWith(ApiTokenHash.Prefix, StringComparison.Ordinal))
        {
            _tokens.Add((name, ApiTokenHash.Parse(secret)));
        }
        else if (!_passwords.TryAdd(name, PasswordHash.Parse(secret)))
        {
            throw new ServerException(ErrorCode.InvalidInput, $"{name} has a password already; keep one of the two lines.");
        }
    }
}
