namespace PostModern.Models.Media.Ffmpeg;

/// <summary>A stream in a container.</summary>
/// <param name="Index">From 0, as the container counts.</param>
/// <param name="Type"><c>video</c>, <c>audio</c>, <c>subtitle</c>, <c>data</c> or <c>attachment</c>; a cover is an attachment.</param>
/// <param name="Codec">As ffmpeg calls it.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="FrameRate">Frames a second, on average.</param>
/// <param name="SampleRate">Samples a second.</param>
/// <param name="Channels">Of sound.</param>
/// <param name="Language">ISO 639; null where the file doesn't say.</param>
internal sealed record MediaStream(
    int Index, string? Type, string? Codec, int? Width, int? Height, double? FrameRate, int? SampleRate, int? Channels, string? Language)
{
    /// <summary>Of this stream alone; null where the container has one for all.</summary>
    public TimeSpan? Duration { get; init; }

    public bool IsVideo => Type == "video";

    public bool IsAudio => Type == "audio";
}
