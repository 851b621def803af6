namespace PostModern.Models.Media.Ffmpeg;

/// <summary>What a media file's header says.</summary>
/// <param name="Container">One name, such as <c>mp4</c>.</param>
/// <param name="Duration">Null where only reading it all would tell.</param>
/// <param name="BitRate">Bits a second, of all streams.</param>
/// <param name="Streams">In the container's order.</param>
internal sealed record MediaInfo(string Container, TimeSpan? Duration, long? BitRate, IReadOnlyList<MediaStream> Streams)
{
    /// <summary>How long there are pictures: sound may go on behind them.</summary>
    public TimeSpan? VideoDuration => Streams.FirstOrDefault(s => s.IsVideo)?.Duration ?? Duration;

    /// <summary>How long there is sound.</summary>
    public TimeSpan? AudioDuration => Streams.FirstOrDefault(s => s.IsAudio)?.Duration ?? Duration;

    public bool HasVideo => Streams.Any(s => s.IsVideo);

    public bool HasAudio => Streams.Any(s => s.IsAudio);
}
