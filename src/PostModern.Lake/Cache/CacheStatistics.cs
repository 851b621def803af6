namespace PostModern.Lake.Cache;

/// <summary>How full the inference cache is, and how well it serves.</summary>
/// <param name="Entries">Values kept, by all processes.</param>
/// <param name="Bytes">Bytes of keys and values kept; the file is somewhat larger.</param>
/// <param name="Hits">Keys that this process asked for and got.</param>
/// <param name="Misses">Keys that this process asked for in vain.</param>
/// <param name="Failures">Batches that this process could not read or write; they count as misses, not as errors.</param>
public sealed record CacheStatistics(long Entries, long Bytes, long Hits, long Misses, long Failures)
{
    /// <summary>Of <see cref="Hits"/> those that came from the database that servers share.</summary>
    public long SharedHits { get; init; }

    /// <summary>What it had taken to compute what this process got from the cache.</summary>
    public TimeSpan Saved { get; init; }
}
