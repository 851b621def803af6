namespace PostModern.Lake.Archives;

/// <summary>What keeps a small archive from becoming more than the machine holds.</summary>
public sealed record ArchiveLimits
{
    /// <summary>Listed members. A row of them takes 2 KB while it is made; collections of more files are split into shards of fewer.</summary>
    public int MostMembers { get; init; } = 100_000;

    /// <summary>Bytes of one inflated member, and of an inflated tar.gz whose members are read: they take disk space for a while.</summary>
    public long MostInflatedBytes { get; init; } = 8L << 30;

    /// <summary>Inflated bytes that are passed by, and not kept, to list a tar.gz: minutes of work.</summary>
    public long MostPassedBytes { get; init; } = 256L << 30;

    /// <summary>How many times larger data may become by inflating. Logs and tables reach 50, bombs a thousand.</summary>
    public int MostGrowth { get; init; } = 250;

    /// <summary>Whatever the growth, as many inflated bytes are harmless.</summary>
    public long HarmlessBytes { get; init; } = 64L << 20;
}
