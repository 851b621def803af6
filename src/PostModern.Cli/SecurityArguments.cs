using System.CommandLine;
using PostModern.Server;
using PostModern.Server.Auth;
using PostModern.Server.Encryption;

namespace PostModern.Cli;

/// <summary>The options that say who may use a server, and how connections are encrypted.</summary>
internal sealed class SecurityArguments
{
    private readonly Option<FileInfo?> _users = new("--users")
    {
        Description = "A file of name:hash lines: who may log in. The command 'user' makes lines. By default anybody may.",
    };

    private readonly Option<FileInfo?> _signingKey = new("--signing-key")
    {
        Description = "A file of 32 or more random bytes. With it logins outlive a restart, and replicas take each other's.",
    };

    private readonly Option<FileInfo?> _certificate = new("--tls-cert")
    {
        Description = "The server's certificate and those that lead to its root, in PEM: connections are encrypted.",
    };

    private readonly Option<FileInfo?> _key = new("--tls-key")
    {
        Description = "The certificate's private key, in PEM.",
    };

    private readonly Option<FileInfo?> _clientCa = new("--tls-client-ca")
    {
        Description = "Roots of client certificates, in PEM: each client must bring one, and its common name is the user.",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_users);
        command.Options.Add(_signingKey);
        command.Options.Add(_certificate);
        command.Options.Add(_key);
        command.Options.Add(_clientCa);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_certificate) is null != result.GetValue(_key) is null)
            {
                result.AddError("--tls-cert and --tls-key go together.");
            }
            else if (result.GetValue(_clientCa) is not null && result.GetValue(_certificate) is null)
            {
                result.AddError("--tls-client-ca needs --tls-cert and --tls-key.");
            }
        });
    }

    /// <exception cref="IOException">A file can't be read.</exception>
    /// <exception cref="Arrow.Errors.ServerException">InvalidInput: the file of users is wrong.</exception>
    public ServerOptions Apply(ParseResult arguments, ServerOptions options)
    {
        var signingKey = arguments.GetValue(_signingKey) is { } file ? File.ReadAllBytes(file.FullName) : null;
        return options with
        {
            Engine = options.Engine with { SecretKey = signingKey },
            Users = arguments.GetValue(_users) is { } users ? UserList.Read(users.FullName) : null,
            SigningKey = signingKey,
            Tls = arguments.GetValue(_certificate) is { } certificate
                ? new TlsOptions(certificate.FullName, arguments.GetValue(_key)!.FullName, arguments.GetValue(_clientCa)?.FullName)
                : null,
        };
    }
}
