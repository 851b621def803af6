using System.Text.RegularExpressions;
using PostModern.Testing;

namespace PostModern.Specs.Cli;

/// <summary>Logins and TLS as they are set up on the command line.</summary>
public sealed class SecurityTests : IDisposable
{
    private const string Ask = "SELECT 6 * 7 AS answer";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("postmodern-security-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Lines_made_for_the_file_of_users_let_those_in_and_nobody_else()
    {
        var ada = await CliProcess.RunAsync("secret\n", "user", "ada");
        var bi = await CliProcess.RunAsync(null, "user", "bi", "--token");
        Assert.Equal((0, "", 0), (ada.ExitCode, ada.Error, bi.ExitCode));
        Assert.DoesNotContain("secret", ada.Output);
        var token = Regex.Match(bi.Error, @"pm_[\w-]+").Value;
        var users = Path.Combine(_folder.FullName, "users.txt");
        await File.WriteAllTextAsync(users, ada.Output + bi.Output);

        await ServeAsync(["--users", users], async address =>
        {
            await AssertAnswersAsync($"Host={address.Host};Port={address.Port};Username=ada;Password=secret");
            await AssertAnswersAsync($"Host={address.Host};Port={address.Port};Token={token}");
            var wrong = await CliProcess.RunAsync(null, "sql", Ask, "--connect", $"Host={address.Host};Port={address.Port};Username=ada;Password=x");
            Assert.Equal((1, "Error: The user's name or the password is wrong."), (wrong.ExitCode, wrong.Error.Trim()));
            var nobody = await CliProcess.RunAsync(null, "sql", Ask, "--connect", $"{address.Host}:{address.Port}");
            Assert.StartsWith("Error: This server wants a login", nobody.Error);
        });
    }

    [Fact]
    public async Task A_server_with_a_certificate_is_reached_by_who_trusts_its_root()
    {
        using var authority = new CertificateAuthority();
        var (certificate, key) = authority.SignServer();

        await ServeAsync(["--tls-cert", certificate, "--tls-key", key], async address =>
        {
            Assert.Equal("https", address.Scheme);
            var connect = $"Host={address.Host};Port={address.Port};Tls=true";
            var trusting = CliProcess.Describe("sql", Ask, "--connect", connect);
            trusting.Environment["SSL_CERT_FILE"] = authority.RootFile;
            Assert.Contains("│ 42 ", (await CliProcess.RunAsync(null, trusting)).Output);
            Assert.Equal(1, (await CliProcess.RunAsync(null, "sql", Ask, "--connect", connect)).ExitCode);
        });
    }

    [Theory]
    [InlineData("^Error: Can't use the TLS certificate .*/no/such.pem", "--tls-cert", "no/such.pem", "--tls-key", "no/such.key")]
    [InlineData("^--tls-cert and --tls-key go together\\.", "--tls-cert", "no/such.pem")]
    [InlineData("^--tls-client-ca needs --tls-cert and --tls-key\\.", "--tls-client-ca", "no/such.pem")]
    [InlineData("^Error: .*LICENSE, line \\d+: a line is name:hash", "--users", "LICENSE")]
    [InlineData("^Error: .*no/such", "--users", "no/such")]
    [InlineData("^Error: .*no/such", "--signing-key", "no/such")]
    [InlineData("^Error: The signing key has \\d+ bytes; it must have 32", "--signing-key", "SHORT")]
    public async Task A_wrong_file_is_a_sentence(string sentence, params string[] arguments)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "short"), "short");
        var given = arguments.Select(argument => argument.Replace("SHORT", Path.Combine(_folder.FullName, "short")));

        var run = await CliProcess.RunAsync(null, ["serve", "--port", "0", "--warehouse", _folder.FullName, .. given]);

        Assert.Equal(1, run.ExitCode);
        Assert.Matches(sentence, run.Error);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a:b")]
    public async Task A_name_that_cant_stand_in_a_line_is_refused(string name)
    {
        var run = await CliProcess.RunAsync("secret\n", "user", name);

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("A user's name", run.Error);
    }

    private static async Task AssertAnswersAsync(string connection)
    {
        var run = await CliProcess.RunAsync(null, "sql", Ask, "--connect", connection);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("│ 42 ", run.Output);
    }

    private async Task ServeAsync(string[] arguments, Func<Uri, Task> work)
    {
        using var server = CliProcess.Start(["serve", "--port", "0", "--warehouse", Path.Combine(_folder.FullName, "warehouse"), .. arguments]);
        try
        {
            var greeting = await server.StandardOutput.ReadLineAsync();
            await work(new Uri(Regex.Match(greeting!, @"https?://127\.0\.0\.1:\d+/").Value));
            Assert.Equal(0, await CliProcess.StopAsync(server));
        }
        finally
        {
            server.Kill();
        }
    }
}
