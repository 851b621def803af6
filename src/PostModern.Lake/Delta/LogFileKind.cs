namespace PostModern.Lake.Delta;

/// <summary>The kinds of files in a log's folder that belong to a version.</summary>
internal enum LogFileKind
{
    /// <summary>The version itself: its actions.</summary>
    Commit,

    /// <summary>The state of the table at the version, or a part of it.</summary>
    Checkpoint,

    /// <summary>Another engine's commits of several versions in one. Not read: the commits and checkpoints say the same.</summary>
    Compacted,

    /// <summary>Another engine's check on its own work. Not read.</summary>
    Checksum,
}
