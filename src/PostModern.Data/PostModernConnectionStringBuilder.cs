using System.ComponentModel;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace PostModern.Data;

/// <summary>The keys of a connection string, typed. Unknown keys are refused, so that a typing error can't pass unnoticed.</summary>
/// <example><c>Host=localhost;Port=31337;Command Timeout=60</c></example>
[SuppressMessage("Design", "CA1010", Justification = "The base class decides what the builder enumerates.")]
public sealed class PostModernConnectionStringBuilder : DbConnectionStringBuilder
{
    /// <summary>The port of a server that was started without choosing one.</summary>
    public const int DefaultPort = 31337;

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
        get => (string)this[ConnectionKeys.Host];
        set => base[ConnectionKeys.Host] = value;
    }

    /// <summary>The server's port; 31337 unless set.</summary>
    [DisplayName(ConnectionKeys.Port)]
    public int Port
    {
        get => (int)this[ConnectionKeys.Port];
        set => this[ConnectionKeys.Port] = value;
    }

    /// <summary>Whether to speak TLS; false unless set.</summary>
    [DisplayName(ConnectionKeys.Tls)]
    public bool Tls
    {
        get => (bool)this[ConnectionKeys.Tls];
        set => this[ConnectionKeys.Tls] = value;
    }

    /// <summary>The user who logs in; empty for an anonymous session. Also spelled <c>User</c>, <c>User ID</c> or <c>UID</c>.</summary>
    [DisplayName(ConnectionKeys.Username)]
    public string Username
    {
        get => (string)this[ConnectionKeys.Username];
        set => base[ConnectionKeys.Username] = value;
    }

    /// <summary>The user's password. Also spelled <c>PWD</c>.</summary>
    [DisplayName(ConnectionKeys.Password)]
    [PasswordPropertyText(true)]
    public string Password
    {
        get => (string)this[ConnectionKeys.Password];
        set => base[ConnectionKeys.Password] = value;
    }

    /// <summary>A bearer token, instead of user and password.</summary>
    [DisplayName(ConnectionKeys.Token)]
    [PasswordPropertyText(true)]
    public string Token
    {
        get => (string)this[ConnectionKeys.Token];
        set => base[ConnectionKeys.Token] = value;
    }

    /// <summary>The catalog that the session starts in; the server's own when empty. Also spelled <c>Catalog</c> or <c>Initial Catalog</c>.</summary>
    [DisplayName(ConnectionKeys.Database)]
    public string Database
    {
        get => (string)this[ConnectionKeys.Database];
        set => base[ConnectionKeys.Database] = value;
    }

    /// <summary>The schema that names without one mean; the server's first one when empty.</summary>
    [DisplayName(ConnectionKeys.Schema)]
    public string Schema
    {
        get => (string)this[ConnectionKeys.Schema];
        set => base[ConnectionKeys.Schema] = value;
    }

    /// <summary>The time, as SQL writes it, as of which datasets are read where a statement doesn't say; now when empty.</summary>
    [DisplayName(ConnectionKeys.AsOf)]
    public string AsOf
    {
        get => (string)this[ConnectionKeys.AsOf];
        set => base[ConnectionKeys.AsOf] = value;
    }

    /// <summary>Whether closed connections leave their session to the next one; true unless set.</summary>
    [DisplayName(ConnectionKeys.Pooling)]
    public bool Pooling
    {
        get => (bool)this[ConnectionKeys.Pooling];
        set => this[ConnectionKeys.Pooling] = value;
    }

    /// <summary>Idle sessions that stay, however long they are idle; 0 unless set.</summary>
    [DisplayName(ConnectionKeys.MinPoolSize)]
    public int MinPoolSize
    {
        get => (int)this[ConnectionKeys.MinPoolSize];
        set => this[ConnectionKeys.MinPoolSize] = value;
    }

    /// <summary>Connections that can be open at the same time; one more waits for <see cref="Timeout"/>. 100 unless set.</summary>
    [DisplayName(ConnectionKeys.MaxPoolSize)]
    public int MaxPoolSize
    {
        get => (int)this[ConnectionKeys.MaxPoolSize];
        set => this[ConnectionKeys.MaxPoolSize] = value;
    }

    /// <summary>Seconds after which an idle session is closed; 300 unless set, 0 for never.</summary>
    [DisplayName(ConnectionKeys.ConnectionIdleLifetime)]
    public int ConnectionIdleLifetime
    {
        get => (int)this[ConnectionKeys.ConnectionIdleLifetime];
        set => this[ConnectionKeys.ConnectionIdleLifetime] = value;
    }

    /// <summary>Seconds after its login when a session is used no further; 3600 unless set, 0 for no limit. The server's logins expire, too.</summary>
    [DisplayName(ConnectionKeys.ConnectionLifetime)]
    public int ConnectionLifetime
    {
        get => (int)this[ConnectionKeys.ConnectionLifetime];
        set => this[ConnectionKeys.ConnectionLifetime] = value;
    }

    /// <summary>A PEM file with the only roots that the server's certificate may lead to; the system's when empty.</summary>
    [DisplayName(ConnectionKeys.RootCertificate)]
    public string RootCertificate
    {
        get => (string)this[ConnectionKeys.RootCertificate];
        set => base[ConnectionKeys.RootCertificate] = value;
    }

    /// <summary>A PEM file with the client's certificate, for servers that want one.</summary>
    [DisplayName(ConnectionKeys.ClientCertificate)]
    public string ClientCertificate
    {
        get => (string)this[ConnectionKeys.ClientCertificate];
        set => base[ConnectionKeys.ClientCertificate] = value;
    }

    /// <summary>A PEM file with the private key of <see cref="ClientCertificate"/>; when empty it is in the certificate's own file.</summary>
    [DisplayName(ConnectionKeys.ClientKey)]
    public string ClientKey
    {
        get => (string)this[ConnectionKeys.ClientKey];
        set => base[ConnectionKeys.ClientKey] = value;
    }

    /// <summary>Takes any server for the right one: whoever is in between reads and changes everything. False unless set.</summary>
    [DisplayName(ConnectionKeys.TrustServerCertificate)]
    public bool TrustServerCertificate
    {
        get => (bool)this[ConnectionKeys.TrustServerCertificate];
        set => this[ConnectionKeys.TrustServerCertificate] = value;
    }

    /// <summary>Seconds that opening a connection may take; 15 unless set, 0 for no limit.</summary>
    [DisplayName(ConnectionKeys.Timeout)]
    public int Timeout
    {
        get => (int)this[ConnectionKeys.Timeout];
        set => this[ConnectionKeys.Timeout] = value;
    }

    /// <summary>Seconds that a command waits for its next rows; 30 unless set, 0 for no limit.</summary>
    [DisplayName(ConnectionKeys.CommandTimeout)]
    public int CommandTimeout
    {
        get => (int)this[ConnectionKeys.CommandTimeout];
        set => this[ConnectionKeys.CommandTimeout] = value;
    }

    /// <summary>Whether <see cref="DbConnection.ConnectionString"/> still shows secrets after opening; false unless set.</summary>
    [DisplayName(ConnectionKeys.PersistSecurityInfo)]
    public bool PersistSecurityInfo
    {
        get => (bool)this[ConnectionKeys.PersistSecurityInfo];
        set => this[ConnectionKeys.PersistSecurityInfo] = value;
    }

    /// <summary>A key's value in its type, or its default.</summary>
    /// <exception cref="ArgumentException">The key is unknown, or the value is of the wrong type.</exception>
    [AllowNull]
    public override object this[string keyword]
    {
        get
        {
            var key = ConnectionKeys.Find(keyword);
            return TryGetValue(key, out var value) ? value : ConnectionKeys.Default(key);
        }
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
        if (!ConnectionKeys.TryFind(keyword, out var key) || !base.TryGetValue(key, out var text))
        {
            return false;
        }

        // The base class keeps texts.
        value = ConnectionKeys.Check(key, text);
        return true;
    }

    /// <summary>Whether it says anything that makes sense with TLS only.</summary>
    internal bool HasCertificateKeys => RootCertificate.Length + ClientCertificate.Length + ClientKey.Length > 0 || TrustServerCertificate;

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
}
