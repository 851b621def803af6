namespace PostModern.Lake.Cache;

/// <summary>An answer to keep.</summary>
/// <param name="Key">A hash of at least eight bytes.</param>
/// <param name="Value">The answer.</param>
/// <param name="Effort">What it took to compute it, and what the next one who asks is spared.</param>
public readonly record struct CacheEntry(byte[] Key, byte[] Value, TimeSpan Effort = default);
