using System.Diagnostics;
using System.Globalization;
using Google.Protobuf;
using PostModern.Testing;

namespace PostModern.Benchmarks.Wire.Cpp;

/// <summary>A C++ gRPC client, compiled here from <c>flight_get.cc</c>: what most drivers are made of.</summary>
internal sealed class CppClient
{
    private readonly string _program;

    private CppClient(string program) => _program = program;

    /// <summary>Compiles the client.</summary>
    /// <param name="folder">Where to.</param>
    /// <returns>Null, and why, when the machine has no C++ compiler or no gRPC for it.</returns>
    public static async Task<(CppClient? Client, string Reason)> BuildAsync(string folder, CancellationToken cancellationToken)
    {
        try
        {
            var flags = await RunAsync("pkg-config", ["--cflags", "--libs", "grpc++"], cancellationToken);
            var program = Path.Combine(folder, "flight_get");
            var source = Repository.Path("tests", "PostModern.Benchmarks", "Wire", "Cpp", "flight_get.cc");
            string[] words = flags.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            await RunAsync("g++", ["-std=c++17", "-O2", "-o", program, source, .. words], cancellationToken);
            return (new CppClient(program), "");
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return (null, $"needs g++, pkg-config and libgrpc++-dev ({FirstLine(e.Message)})");
        }
    }

    /// <summary>MB/s of one DoGet, from the request to the status; the connection is there before.</summary>
    /// <param name="bytes">How many bytes of messages must come.</param>
    public async Task<double> DownloadAsync(Origin origin, long bytes, CancellationToken cancellationToken)
    {
        var ticket = Convert.ToHexString((await origin.PlanAsync(cancellationToken)).ToByteArray());
        var output = await RunAsync(_program, [origin.Address.Authority, origin.Authorization, ticket], cancellationToken);
        var words = output.Split(' ');
        var (received, seconds) = (long.Parse(words[0], CultureInfo.InvariantCulture), double.Parse(words[1], CultureInfo.InvariantCulture));
        return received == bytes
            ? Rate.Of(received, seconds)
            : throw new InvalidOperationException($"The C++ client received {received} bytes instead of {bytes}.");
    }

    private static async Task<string> RunAsync(string program, string[] arguments, CancellationToken cancellationToken)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} failed: {await error}");
    }

    private static string FirstLine(string text) => text.Split('\n')[0];
}
