using System.Diagnostics;

namespace PostModern.Tests.Server.Stress;

/// <summary>Waits for what happens soon, but not at once.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Waits until <paramref name="read"/> gives <paramref name="expected"/>; fails with what it gave last.</summary>
    /// <returns>How long that took.</returns>
    public static Task<TimeSpan> EqualAsync<T>(T expected, Func<T> read) => EqualAsync(expected, () => Task.FromResult(read()));

    /// <inheritdoc cref="EqualAsync{T}(T, Func{T})"/>
    public static async Task<TimeSpan> EqualAsync<T>(T expected, Func<Task<T>> read)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var value = await read();
            var elapsed = Stopwatch.GetElapsedTime(started);
            if (Equals(expected, value) || elapsed > Patience)
            {
                Assert.Equal(expected, value);
                return elapsed;
            }

            await Task.Delay(2);
        }
    }
}
