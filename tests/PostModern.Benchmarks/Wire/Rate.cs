using System.Diagnostics;

namespace PostModern.Benchmarks.Wire;

/// <summary>Bytes over time.</summary>
internal static class Rate
{
    /// <summary>MB/s (10⁶ bytes) of something that moves bytes and says how many.</summary>
    public static async Task<double> MeasureAsync(Func<Task<long>> move)
    {
        var watch = Stopwatch.StartNew();
        var bytes = await move();
        return Of(bytes, watch.Elapsed.TotalSeconds);
    }

    public static double Of(long bytes, double seconds) => bytes / 1e6 / seconds;
}
