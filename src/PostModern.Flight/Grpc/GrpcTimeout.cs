using System.Globalization;

namespace PostModern.Flight.Grpc;

/// <summary>The <c>grpc-timeout</c> header: at most eight digits and a unit.</summary>
/// <remarks>gRPC over HTTP/2, "Requests".</remarks>
public static class GrpcTimeout
{
    private const int MaxDigits = 99_999_999;

    public static string Format(TimeSpan timeout)
    {
        var milliseconds = Math.Max(0, (long)Math.Ceiling(timeout.TotalMilliseconds));
        return milliseconds <= MaxDigits
            ? string.Create(CultureInfo.InvariantCulture, $"{milliseconds}m")
            : string.Create(CultureInfo.InvariantCulture, $"{Math.Min(milliseconds / 1000, MaxDigits)}S");
    }

    /// <returns>False when <paramref name="value"/> is no such header.</returns>
    public static bool TryParse(string value, out TimeSpan timeout)
    {
        timeout = default;
        if (value.Length < 2 || !int.TryParse(value.AsSpan(0, value.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        TimeSpan? parsed = value[^1] switch
        {
            'H' => number > 1_000_000 ? TimeSpan.MaxValue : TimeSpan.FromHours(number),
            'M' => TimeSpan.FromMinutes(number),
            'S' => TimeSpan.FromSeconds(number),
            'm' => TimeSpan.FromMilliseconds(number),
            'u' => TimeSpan.FromMicroseconds(number),
            'n' => TimeSpan.FromTicks(number / TimeSpan.NanosecondsPerTick),
            _ => null,
        };
        timeout = parsed ?? default;
        return parsed is not null;
    }
}
