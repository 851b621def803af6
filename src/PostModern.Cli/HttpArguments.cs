using System.CommandLine;
using PostModern.Arrow.Errors;

namespace PostModern.Cli;

/// <summary>The options that say how links are asked for.</summary>
internal sealed class HttpArguments
{
    public Option<double?> Timeout { get; } = new("--http-timeout")
    {
        Description = "Seconds that a link may take, redirects and retries included; by default 30.",
    };

    public Option<int?> PerHost { get; } = new("--http-per-host")
    {
        Description = "Requests at the same time to one host; by default 8.",
    };

    public Option<double?> Rate { get; } = new("--http-rate")
    {
        Description = "Requests a second to one host; by default as many as it answers.",
    };

    public Option<string?> Proxy { get; } = new("--http-proxy")
    {
        Description = "The proxy for links, which then has to refuse private addresses itself; by default none, whatever the environment says.",
    };

    public Option<string[]> AllowedHosts { get; } = new("--allow-host")
    {
        Description = "The only hosts that links may lead to: a name, *.name for its subdomains, an address, or a network such as 10.1.0.0/16. May be given several times.",
        DefaultValueFactory = _ => [],
    };

    public Option<bool> AllowPrivate { get; } = new("--allow-private-addresses")
    {
        Description = "Let links lead to private, loopback and link-local addresses.",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(Timeout);
        command.Options.Add(PerHost);
        command.Options.Add(Rate);
        command.Options.Add(Proxy);
        command.Options.Add(AllowedHosts);
        command.Options.Add(AllowPrivate);
    }

    public TimeSpan? ReadTimeout(ParseResult arguments) =>
        Positive(Timeout, arguments.GetValue(Timeout)) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    public int? ReadPerHost(ParseResult arguments) => (int?)Positive(PerHost, arguments.GetValue(PerHost));

    public double? ReadRate(ParseResult arguments) => Positive(Rate, arguments.GetValue(Rate));

    public Uri? ReadProxy(ParseResult arguments) => arguments.GetValue(Proxy) is not { } proxy ? null
        : Uri.TryCreate(proxy, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttp ? uri
        : throw new ServerException(ErrorCode.InvalidInput, $"--http-proxy takes an address such as http://proxy.example:3128, not '{proxy}'.");

    private static double? Positive(Option option, double? value) => value is null or (> 0 and < 1e6)
        ? value
        : throw new ServerException(ErrorCode.InvalidInput, $"{option.Name} takes a number above 0.");
}
