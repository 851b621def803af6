namespace PostModern.Lake.Cache;

/// <summary>Limits of an <see cref="InferenceCache"/>.</summary>
public sealed record InferenceCacheOptions
{
    /// <summary>Bytes of keys and values; beyond it the entries that went unused longest are dropped.</summary>
    public long MaxBytes { get; init; } = 4L << 30;

    /// <summary>A PostgreSQL database that keeps the answers of all servers, as Npgsql takes it; null for none. It has the same limit.</summary>
    public string? SharedDatabase { get; init; }

    /// <summary>How exact "longest unused" is: an entry's time is renewed at most that often, because renewing is a write.</summary>
    public TimeSpan UseGranularity { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Is told, in a sentence, when the file was corrupt or can't be used; may be called from any thread.</summary>
    public Action<string>? OnWarning { get; init; }

    /// <summary>The clock; tests set their own.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
