using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace PostModern.Data;

/// <summary>The names that a connection string may use, and what their values must be.</summary>
internal static class ConnectionKeys
{
    public const string Host = "Host";
    public const string Port = "Port";
    public const string Tls = "Tls";
    public const string Username = "Username";
    public const string Password = "Password";
    public const string Token = "Token";
    public const string Database = "Database";
    public const string Timeout = "Timeout";
    public const string CommandTimeout = "Command Timeout";
    public const string PersistSecurityInfo = "Persist Security Info";
    public const string Schema = "Schema";
    public const string AsOf = "As Of";
    public const string Pooling = "Pooling";
    public const string MinPoolSize = "Min Pool Size";
    public const string MaxPoolSize = "Max Pool Size";
    public const string ConnectionIdleLifetime = "Connection Idle Lifetime";
    public const string ConnectionLifetime = "Connection Lifetime";
    public const string RootCertificate = "Root Certificate";
    public const string ClientCertificate = "Client Certificate";
    public const string ClientKey = "Client Key";
    public const string TrustServerCertificate = "Trust Server Certificate";

    private const int LongestTime = int.MaxValue / 1000;
    private const int MostSessions = 10_000;

    private static readonly Dictionary<string, string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        [Host] = Host,
        ["Server"] = Host,
        ["Data Source"] = Host,
        ["DataSource"] = Host,
        [Port] = Port,
        [Tls] = Tls,
        ["Use Encryption"] = Tls,
        ["UseEncryption"] = Tls,
        [Username] = Username,
        ["User Name"] = Username,
        ["User"] = Username,
        ["User ID"] = Username,
        ["UserId"] = Username,
        ["UID"] = Username,
        [Password] = Password,
        ["PWD"] = Password,
        [Token] = Token,
        [Database] = Database,
        ["Catalog"] = Database,
        ["Initial Catalog"] = Database,
        [Timeout] = Timeout,
        ["Connect Timeout"] = Timeout,
        ["Connection Timeout"] = Timeout,
        [CommandTimeout] = CommandTimeout,
        ["CommandTimeout"] = CommandTimeout,
        [PersistSecurityInfo] = PersistSecurityInfo,
        ["PersistSecurityInfo"] = PersistSecurityInfo,
        [Schema] = Schema,
        ["Search Path"] = Schema,
        ["SearchPath"] = Schema,
        [AsOf] = AsOf,
        ["AsOf"] = AsOf,
        [Pooling] = Pooling,
        [MinPoolSize] = MinPoolSize,
        ["MinPoolSize"] = MinPoolSize,
        ["Minimum Pool Size"] = MinPoolSize,
        [MaxPoolSize] = MaxPoolSize,
        ["MaxPoolSize"] = MaxPoolSize,
        ["Maximum Pool Size"] = MaxPoolSize,
        [ConnectionIdleLifetime] = ConnectionIdleLifetime,
        ["ConnectionIdleLifetime"] = ConnectionIdleLifetime,
        [ConnectionLifetime] = ConnectionLifetime,
        ["ConnectionLifetime"] = ConnectionLifetime,
        ["Load Balance Timeout"] = ConnectionLifetime,
        [RootCertificate] = RootCertificate,
        ["RootCertificate"] = RootCertificate,
        ["Server Certificate"] = RootCertificate,
        [ClientCertificate] = ClientCertificate,
        ["ClientCertificate"] = ClientCertificate,
        ["SSL Certificate"] = ClientCertificate,
        [ClientKey] = ClientKey,
        ["ClientKey"] = ClientKey,
        ["SSL Key"] = ClientKey,
        [TrustServerCertificate] = TrustServerCertificate,
        ["TrustServerCertificate"] = TrustServerCertificate,
        ["Disable Certificate Verification"] = TrustServerCertificate,
    };

    private static readonly Dictionary<string, object> Defaults = new()
    {
        [Port] = PostModernConnectionStringBuilder.DefaultPort,
        [Tls] = false,
        [Timeout] = 15,
        [CommandTimeout] = PostModernConnectionStringBuilder.DefaultCommandTimeout,
        [PersistSecurityInfo] = false,
        [Pooling] = true,
        [MinPoolSize] = 0,
        [MaxPoolSize] = 100,
        [ConnectionIdleLifetime] = 300,
        [ConnectionLifetime] = 3600,
        [TrustServerCertificate] = false,
    };

    /// <summary>What a key means that isn't there; the empty text for names and the like.</summary>
    public static object Default(string key) => Defaults.GetValueOrDefault(key, "");

    public static string Find(string keyword) =>
        TryFind(keyword, out var key)
            ? key
            : throw new ArgumentException(
                $"The connection string key '{keyword}' is unknown. The keys are: {string.Join(", ", Names.Values.Distinct())}.", nameof(keyword));

    public static bool TryFind(string keyword, [NotNullWhen(true)] out string? key) => Names.TryGetValue(keyword, out key);

    /// <summary>The value in its key's type.</summary>
    /// <exception cref="ArgumentException">It can't be one.</exception>
    public static object Check(string key, object value)
    {
        var text = Convert.ToString(value, CultureInfo.InvariantCulture)!;
        return key switch
        {
            Port => Number(key, text, 1, ushort.MaxValue),
            Timeout or CommandTimeout or ConnectionIdleLifetime or ConnectionLifetime => Number(key, text, 0, LongestTime),
            MinPoolSize => Number(key, text, 0, MostSessions),
            MaxPoolSize => Number(key, text, 1, MostSessions),
            Tls or PersistSecurityInfo or Pooling or TrustServerCertificate => text.ToUpperInvariant() switch
            {
                "TRUE" or "YES" or "1" => true,
                "FALSE" or "NO" or "0" => false,
                _ => throw new ArgumentException($"The connection string key '{key}' must be true or false, not '{text}'."),
            },
            _ => text,
        };
    }

    private static int Number(string key, string text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new ArgumentException($"The connection string key '{key}' must be a number from {least} to {most}, not '{text}'.");
}
