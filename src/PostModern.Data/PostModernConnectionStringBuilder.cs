using System.ComponentModel;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace PostModern.Data;

/// <summary>The keys of a connection string, typed. Unknown keys are refused, so that a typing error can't pass unnoticed.</summary>
/// <example><c>Host=localhost;Port=31337;Command Timeout=60</c></example>
[SuppressMessage("Design", "CA1010", Justification = "The base class decides what the builder enumerates.")]
public sealed class PostModernConnectionStringBuilder : DbConnectionStringBuilder
{
    /// <summary>The port of a server that was started without choosing one.</summary>
    public const int DefaultPort = 31337;

    private const int DefaultTimeout = 15;
    internal const int DefaultCommandTimeout = 30;

    /// <summary>A builder without keys.</summary>
    public PostModernConnectionStringBuilder()
    {
    }

    /// <param name="connectionString">Parsed at once.</param>
    /// <exception cref="ArgumentException">A key is unknown, or a value is of the wrong type.</exception>
    public PostModernConnectionStringBuilder(string? connectionString) => ConnectionString = connectionString ?? "";

    /// <summary>The server's name or address. Needed to open a connection. Also spelled <c>Server</c> or <c>Data Source</c>.</summary>
    [DisplayName(ConnectionKeys.Host)]
    public string Host
    {
        get => Text(ConnectionKeys.Host);
        set => base[ConnectionKeys.Host] = value;
    }

    /// <summary>The server's port; 31337 unless set.</summary>
    [DisplayName(ConnectionKeys.Port)]
    public int Port
    {
        get => Number(ConnectionKeys.Port, DefaultPort);
        set => this[ConnectionKeys.Port] = value;
    }

    /// <summary>Whether to speak TLS; false unless set.</summary>
    [DisplayName(ConnectionKeys.Tls)]
    public bool Tls
    {
        get => TryGetValue(ConnectionKeys.Tls, out var value) && ToBoolean(ConnectionKeys.Tls, value);
        set => this[ConnectionKeys.Tls] = value;
    }

    /// <summary>The user who logs in; empty for an anonymous session. Also spelled <c>User</c>, <c>User ID</c> or <c>UID</c>.</summary>
    [DisplayName(ConnectionKeys.Username)]
    public string Username
    {
        get => Text(ConnectionKeys.Username);
        set => base[ConnectionKeys.Username] = value;
    }

    /// <summary>The user's password. Also spelled <c>PWD</c>.</summary>
    [DisplayName(ConnectionKeys.Password)]
    [PasswordPropertyText(true)]
    public string Password
    {
        get => Text(ConnectionKeys.Password);
        set => base[ConnectionKeys.Password] = value;
    }

    /// <summary>A bearer token, instead of user and password.</summary>
    [DisplayName(ConnectionKeys.Token)]
    [PasswordPropertyText(true)]
    public string Token
    {
        get => Text(ConnectionKeys.Token);
        set => base[ConnectionKeys.Token] = value;
    }

    /// <summary>The catalog that the session starts in; the server's own when empty. Also spelled <c>Catalog</c> or <c>Initial Catalog</c>.</summary>
    [DisplayName(ConnectionKeys.Database)]
    public string Database
    {
        get => Text(ConnectionKeys.Database);
        set => base[ConnectionKeys.Database] = value;
    }

    /// <summary>Seconds that opening a connection may take; 15 unless set, 0 for no limit.</summary>
    [DisplayName(ConnectionKeys.Timeout)]
    public int Timeout
    {
        get => Number(ConnectionKeys.Timeout, DefaultTimeout);
        set => this[ConnectionKeys.Timeout] = value;
    }

    /// <summary>Seconds that a command waits for its next rows; 30 unless set, 0 for no limit.</summary>
    [DisplayName(ConnectionKeys.CommandTimeout)]
    public int CommandTimeout
    {
        get => Number(ConnectionKeys.CommandTimeout, DefaultCommandTimeout);
        set => this[ConnectionKeys.CommandTimeout] = value;
    }

    /// <summary>Whether <see cref="DbConnection.ConnectionString"/> still shows secrets after opening; false unless set.</summary>
    [DisplayName(ConnectionKeys.PersistSecurityInfo)]
    public bool PersistSecurityInfo
    {
        get => TryGetValue(ConnectionKeys.PersistSecurityInfo, out var value) && ToBoolean(ConnectionKeys.PersistSecurityInfo, value);
        set => this[ConnectionKeys.PersistSecurityInfo] = value;
    }

    /// <inheritdoc />
    /// <exception cref="ArgumentException">The key is unknown, or the value is of the wrong type.</exception>
    [AllowNull]
    public override object this[string keyword]
    {
        get => base.TryGetValue(ConnectionKeys.Find(keyword), out var value) ? value : "";
        set
        {
            var key = ConnectionKeys.Find(keyword);
            if (value is null)
            {
                base.Remove(key);
                return;
            }

            base[key] = ConnectionKeys.Check(key, value);
        }
    }

    /// <inheritdoc />
    public override bool ContainsKey(string keyword) => ConnectionKeys.TryFind(keyword, out var key) && base.ContainsKey(key);

    /// <inheritdoc />
    public override bool Remove(string keyword) => ConnectionKeys.TryFind(keyword, out var key) && base.Remove(key);

    /// <inheritdoc />
    public override bool TryGetValue(string keyword, [NotNullWhen(true)] out object? value)
    {
        value = null;
        return ConnectionKeys.TryFind(keyword, out var key) && base.TryGetValue(key, out value);
    }

    /// <summary>The string as it was written, but for password and token: without any, nothing is reordered.</summary>
    internal string WithoutSecrets(string original)
    {
        if (Password.Length == 0 && Token.Length == 0)
        {
            return original;
        }

        var copy = new PostModernConnectionStringBuilder(ConnectionString);
        copy.Remove(ConnectionKeys.Password);
        copy.Remove(ConnectionKeys.Token);
        return copy.ConnectionString;
    }

    private static bool ToBoolean(string key, object value) => (bool)ConnectionKeys.Check(key, value);

    private string Text(string key) => TryGetValue(key, out var value) ? value.ToString()! : "";

    private int Number(string key, int otherwise) =>
        TryGetValue(key, out var value) ? Convert.ToInt32(value, CultureInfo.InvariantCulture) : otherwise;
}
