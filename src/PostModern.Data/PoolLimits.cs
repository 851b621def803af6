namespace PostModern.Data;

/// <summary>How many sessions a pool keeps, and for how long.</summary>
/// <param name="IsPooling">Whether sessions are kept at all.</param>
/// <param name="Least">Idle sessions that stay however long they are idle.</param>
/// <param name="Most">Sessions at the same time, used or idle.</param>
/// <param name="IdleTime">How long a session may be idle.</param>
/// <param name="LifeTime">How old a session may become.</param>
internal sealed record PoolLimits(bool IsPooling, int Least, int Most, TimeSpan IdleTime, TimeSpan LifeTime)
{
    public static PoolLimits Of(PostModernConnectionStringBuilder settings) => new(
        settings.Pooling,
        settings.MinPoolSize,
        settings.MaxPoolSize,
        Time(settings.ConnectionIdleLifetime),
        Time(settings.ConnectionLifetime));

    private static TimeSpan Time(int seconds) => seconds == 0 ? TimeSpan.MaxValue : TimeSpan.FromSeconds(seconds);
}
