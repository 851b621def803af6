using System.Diagnostics;
using PostModern.Testing;

namespace PostModern.Specs.Cli;

/// <summary>A run of the program as a user starts it, in the repository's folder.</summary>
/// <param name="ExitCode">0 when all went well.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
internal sealed record CliProcess(int ExitCode, string Output, string Error)
{
    public static Task<CliProcess> RunAsync(string? input, params string[] arguments) => RunAsync(input, Describe(arguments));

    /// <summary>As the other, with an environment of the caller's.</summary>
    public static async Task<CliProcess> RunAsync(string? input, ProcessStartInfo start)
    {
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new CliProcess(process.ExitCode, await output, await error);
    }

    /// <summary>Asks a program to stop, as a service manager does, and waits until it has.</summary>
    /// <returns>Its exit code.</returns>
    public static async Task<int> StopAsync(Process process)
    {
        using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await process.WaitForExitAsync(patience.Token);
        return process.ExitCode;
    }

    /// <summary>The caller ends and disposes it.</summary>
    public static Process Start(params string[] arguments) => Process.Start(Describe(arguments))!;

    public static ProcessStartInfo Describe(params string[] arguments) =>
        new(Path.Combine(AppContext.BaseDirectory, "postmodern"), arguments)
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
}
