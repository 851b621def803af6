using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using PostModern.Testing;

namespace PostModern.Specs.ForeignClients;

/// <summary>A script of the clients folder, run by Node.</summary>
internal static class NodeScript
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>What the script printed.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message has its standard error.</exception>
    public static Task<JsonElement> RunAsync(string script, int port, params string[] arguments) =>
        RunAsync(script, ["127.0.0.1", port.ToString(CultureInfo.InvariantCulture), .. arguments]);

    /// <summary>As the other, for a script that needs no server.</summary>
    public static async Task<JsonElement> RunAsync(string script, string[] arguments)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var process = Process.Start(Start(script, arguments))!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(patience.Token);
            var errors = process.StandardError.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return process.ExitCode == 0
                ? JsonDocument.Parse(await output).RootElement
                : throw new InvalidOperationException($"{script} ended with {process.ExitCode}: {await errors}");
        }
        catch (OperationCanceledException exception)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{script} did not end within {Patience}.", exception);
        }
    }

    private static ProcessStartInfo Start(string script, string[] arguments) =>
        new("node", [script, .. arguments])
        {
            WorkingDirectory = Repository.Path("tests", "PostModern.Specs", "clients"),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
}
