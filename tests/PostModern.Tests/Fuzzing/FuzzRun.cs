using System.Diagnostics;
using PostModern.Arrow.Errors;
using PostModern.Flight.Grpc;

namespace PostModern.Tests.Fuzzing;

/// <summary>Feeds a decoder with broken input, a seed an input: it may read it or refuse it as its sender's fault, and nothing else.</summary>
internal static class FuzzRun
{
    private const int NightlyFactor = 50;
    private static readonly TimeSpan LongestInput = TimeSpan.FromSeconds(5);

    /// <param name="inputs">How many in an everyday run; <c>PM_NIGHTLY=1</c> makes it fifty times as many.</param>
    /// <param name="decode">Makes an input from the random numbers and decodes it.</param>
    /// <returns>The share of inputs that were refused: a fuzzer whose inputs all pass, or none, tests little.</returns>
    public static async Task<double> RunAsync(int inputs, Func<Random, Task> decode)
    {
        var all = Environment.GetEnvironmentVariable("PM_NIGHTLY") == "1" ? inputs * NightlyFactor : inputs;
        var refused = 0;
        for (var seed = 0; seed < all; seed++)
        {
            refused += await RefusesAsync(seed, decode) ? 1 : 0;
        }

        return (double)refused / all;
    }

    /// <inheritdoc cref="RunAsync(int, Func{Random, Task})"/>
    public static Task<double> RunAsync(int inputs, Action<Random> decode) => RunAsync(inputs, random =>
    {
        decode(random);
        return Task.CompletedTask;
    });

    private static async Task<bool> RefusesAsync(int seed, Func<Random, Task> decode)
    {
        var started = Stopwatch.GetTimestamp();
        var refused = false;
        try
        {
            await decode(new Random(seed));
        }
        catch (Exception error) when (IsSendersFault(error))
        {
            refused = true;
        }
        catch (Exception error)
        {
            Assert.Fail($"The input of seed {seed} is answered by {error}");
        }

        var time = Stopwatch.GetElapsedTime(started);
        Assert.True(time < LongestInput, $"The input of seed {seed} took {time}.");
        return refused;
    }

    private static bool IsSendersFault(Exception error) => error switch
    {
        ServerException { Code: var code } => code is ErrorCode.InvalidInput or ErrorCode.Unsupported,
        RpcException { Status: var status } => status is GrpcStatusCode.InvalidArgument or GrpcStatusCode.Unimplemented
            or GrpcStatusCode.Unavailable or GrpcStatusCode.ResourceExhausted,
        _ => false,
    };
}
