namespace PostModern.Models.Media.Programs;

/// <summary>How much of the machine one run of a program may take.</summary>
internal sealed record ProgramLimits
{
    /// <summary>For a header, a page or a frame: seconds at most, unless the file is made to take longer.</summary>
    public static ProgramLimits Short { get; } = new() { Time = TimeSpan.FromMinutes(1), OutputBytes = 512L << 20 };

    /// <summary>For going through a recording of many hours, at some hundred times the speed of listening.</summary>
    public static ProgramLimits Long { get; } = new() { Time = TimeSpan.FromMinutes(30) };

    /// <summary>By the clock, and of each core's time: the program uses two.</summary>
    public required TimeSpan Time { get; init; }

    /// <summary>Of address space. A frame of 8K video with the frames that it refers to takes 2 GB.</summary>
    public long MemoryBytes { get; init; } = 4L << 30;

    /// <summary>On standard output. An hour of sound has 115 MB, an uncompressed picture of 160 million pixels 480.</summary>
    public long OutputBytes { get; init; } = 2L << 30;
}
