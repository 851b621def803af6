using System.Globalization;
using System.Text;
using PostModern.Models.Decoding;
using PostModern.Models.Media.Programs;

namespace PostModern.Models.Media.Ffmpeg;

/// <summary>What ffmpeg and ffprobe are asked for. They get a file that is open here, and reach nothing else: no network, no playlist, no pattern of names.</summary>
/// <param name="folder">Where they are; null for the <c>PATH</c>.</param>
internal sealed class FfmpegTools(string? folder)
{
    /// <summary>Of the sound that is made: what models of speech take.</summary>
    public const int SampleRate = 16_000;

    public const int BytesPerSample = 2;

    /// <summary>
    /// Containers of sound and video. Playlists (hls, concat, dash) and pictures are left out: the former make ffmpeg open what they name, and the latter take
    /// the name for a pattern.
    /// </summary>
    private const string Formats =
        "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,mpegvideo,m4v,h264,hevc,flv,asf,ogg,mxf,gif,nut,dv,mjpeg,ivf,wtv,rm,"
        + "mp3,wav,flac,aac,ac3,eac3,dts,aiff,au,amr,amrnb,amrwb,caf,w64,ape,wv,tta,opus,gsm,voc";

    private static readonly string[] s_input = ["-protocol_whitelist", "file,pipe", "-format_whitelist", Formats];
    private static readonly string[] s_quiet = ["-v", "error"];

    private static readonly TimeSpan s_shown = TimeSpan.FromSeconds(1);

    private readonly ExternalProgram _ffmpeg = new("ffmpeg", "ffmpeg", "--ffmpeg", folder);
    private readonly ExternalProgram _ffprobe = new("ffprobe", "ffmpeg", "--ffmpeg", folder);

    /// <summary>What the file's headers say.</summary>
    /// <param name="path">Of a file that is open here.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<MediaInfo> ProbeAsync(string path, CancellationToken cancellationToken) => ProbeAnswer.Parse(await ProgramRun.ReadAsync(
        _ffprobe, [.. s_quiet, .. s_input, "-of", "json", "-show_format", "-show_streams", "-i", Url(path)], ProgramLimits.Short, cancellationToken));

    /// <summary>The times of a video's pictures that need no other, from its packets: nothing is decoded.</summary>
    public async Task<IReadOnlyList<TimeSpan>> KeyframesAsync(string path, CancellationToken cancellationToken)
    {
        var times = new List<TimeSpan>();
        var start = await ReadPacketsAsync(
            path,
            "V:0",
            (time, flags) =>
            {
                if (flags.StartsWith('K') && !flags.Contains('D', StringComparison.Ordinal))
                {
                    times.Add(time);
                }
            },
            cancellationToken);
        return [.. times.Select(time => time > start ? time - start : TimeSpan.Zero).Order()];
    }

    /// <summary>Where the last packet begins: about the duration of a file whose header has none.</summary>
    public async Task<TimeSpan> LastPacketAsync(string path, CancellationToken cancellationToken)
    {
        var last = TimeSpan.Zero;
        var start = await ReadPacketsAsync(path, null, (time, _) => last = time > last ? time : last, cancellationToken);
        return last > start ? last - start : TimeSpan.Zero;
    }

    /// <summary>The first picture at a time or later as a PNG file, else the last within a second before; empty when there is neither.</summary>
    public async Task<byte[]> FrameAsync(string path, TimeSpan time, CancellationToken cancellationToken)
    {
        var frame = await FrameAsync(path, time, [], cancellationToken);

        // The last picture is shown until the end.
        var before = time > s_shown ? time - s_shown : TimeSpan.Zero;
        return frame.Length > 0 ? frame : await FrameAsync(path, before, ["-vf", "reverse"], cancellationToken);
    }

    /// <summary>Reads the sound as samples of 16 bits, one channel, 16,000 a second.</summary>
    /// <param name="path">Of a file that is open here.</param>
    /// <param name="start">Where to begin.</param>
    /// <param name="length">How much; null for the rest.</param>
    /// <param name="read">Gets them.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task ReadSoundAsync(string path, TimeSpan start, TimeSpan? length, Func<Stream, CancellationToken, Task> read, CancellationToken cancellationToken)
    {
        string[] stretch = length is { } some ? ["-t", Seconds(some)] : [];
        return ProgramRun.RunAsync(
            _ffmpeg,
            [
                .. s_quiet, "-nostdin", .. s_input, "-threads", "2", "-vn", "-ss", Seconds(start), .. stretch, "-i", Url(path),
                "-map", "0:a:0", "-ac", "1", "-ar", Number(SampleRate), "-c:a", "pcm_s16le", "-f", "s16le", "pipe:1",
            ],
            ProgramLimits.Long,
            read,
            cancellationToken);
    }

    private Task<byte[]> FrameAsync(string path, TimeSpan time, string[] filter, CancellationToken cancellationToken) => ProgramRun.ReadAsync(
        _ffmpeg,
        [
            .. s_quiet, "-nostdin", .. s_input, "-threads", "2", "-max_pixels", Number(ImageDecoder.MaxPixels), "-ss", Seconds(time), "-i", Url(path),
            "-map", "0:V:0", .. filter, "-frames:v", "1", "-pix_fmt", "rgb24", "-c:v", "png", "-f", "image2pipe", "pipe:1",
        ],
        ProgramLimits.Short,
        cancellationToken);

    /// <returns>The time at which the file begins; those of its packets count from the same zero.</returns>
    private async Task<TimeSpan> ReadPacketsAsync(string path, string? stream, Action<TimeSpan, string> add, CancellationToken cancellationToken)
    {
        string[] selection = stream is null ? [] : ["-select_streams", stream];
        var start = TimeSpan.Zero;
        await ProgramRun.RunAsync(
            _ffprobe,
            [.. s_quiet, .. s_input, .. selection, "-show_entries", "packet=pts_time,flags:format=start_time", "-of", "compact=nk=1", "-i", Url(path)],
            ProgramLimits.Long,
            async (output, token) =>
            {
                using var lines = new StreamReader(output, Encoding.UTF8);
                while (await lines.ReadLineAsync(token) is { } line)
                {
                    switch (line.Split('|'))
                    {
                        case ["packet", var seconds, var flags] when ProbeAnswer.Time(seconds) is { } time:
                            add(time, flags);
                            break;
                        case ["format", var seconds]:
                            start = ProbeAnswer.Time(seconds) ?? TimeSpan.Zero;
                            break;
                    }
                }
            },
            cancellationToken);
        return start;
    }

    private static string Url(string path) => "file:" + path;

    private static string Seconds(TimeSpan time) => (time.Ticks / (decimal)TimeSpan.TicksPerSecond).ToString("0.######", CultureInfo.InvariantCulture);

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
