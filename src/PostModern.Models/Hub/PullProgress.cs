namespace PostModern.Models.Hub;

/// <summary>How far a pull has come.</summary>
/// <param name="File">The file that is being transferred.</param>
/// <param name="Done">Bytes of all files that are there.</param>
/// <param name="Total">Bytes of all files.</param>
public sealed record PullProgress(string File, long Done, long Total);
