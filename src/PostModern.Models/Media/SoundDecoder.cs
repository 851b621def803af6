using System.Globalization;
using System.Runtime.InteropServices;
using PostModern.Arrow.Errors;
using PostModern.Models.Decoding.Sound;
using PostModern.Models.Media.Ffmpeg;

namespace PostModern.Models.Media;

/// <summary>Opens the sound of a file: a usual WAV file by itself, everything else through ffmpeg.</summary>
/// <remarks>
/// What ffmpeg decodes goes to a file without a name and not to memory: an hour has 115 MB of it, and whoever reads it slowly must not
/// keep ffmpeg waiting. So do large WAV files: transcribing takes minutes, in which memory is better used.
/// </remarks>
internal sealed class SoundDecoder(FfmpegTools ffmpeg)
{
    /// <summary>Less than this share of what the header tells, and the file was cut. Headers are some frames off, seldom more.</summary>
    private const double LeastShare = 0.95;

    private const int MostBytesInMemory = 8 << 20;

    private static readonly TimeSpan s_leastMissing = TimeSpan.FromSeconds(1);
    private static readonly WaveFormat s_decoded = new(SampleEncoding.Signed16, 1, FfmpegTools.SampleRate);

    /// <param name="file">Sound, or video with sound. A recording of a few megabytes goes on referring to it.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ServerException">
    /// InvalidInput: empty, damaged, cut short, without sound, or neither sound nor video. Unsupported: it takes ffmpeg, which isn't there. Timeout,
    /// ResourceExhausted: it takes too much.
    /// </exception>
    public async Task<Recording> OpenAsync(ReadOnlyMemory<byte> file, CancellationToken cancellationToken)
    {
        if (file.IsEmpty)
        {
            throw new ServerException(ErrorCode.InvalidInput, "The file is empty (0 bytes), so it holds no sound.");
        }

        return WaveHeader.Find(file.Span) is { } wave
            ? new Recording(wave.Format, await StreamOfAsync(file.Slice(wave.Start, wave.Length), cancellationToken))
            : new Recording(s_decoded, StreamOf(await DecodeAsync(file, cancellationToken)));
    }

    private static async Task<Stream> StreamOfAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (bytes.Length > MostBytesInMemory)
        {
            return StreamOf(await ScratchFile.CreateAsync(bytes, cancellationToken));
        }

        return MemoryMarshal.TryGetArray(bytes, out var array)
            ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
            : new MemoryStream(bytes.ToArray(), writable: false);
    }

    private async Task<ScratchFile> DecodeAsync(ReadOnlyMemory<byte> file, CancellationToken cancellationToken)
    {
        using var source = await ScratchFile.CreateAsync(file, cancellationToken);
        var headers = await ffmpeg.ProbeAsync(source.Path, cancellationToken);
        if (!headers.HasAudio)
        {
            throw new ServerException(ErrorCode.InvalidInput, $"The file ({headers.Container}) has no sound.");
        }

        var decoded = await ScratchFile.WriteAsync(target => ffmpeg.ReadSoundAsync(
            source.Path, TimeSpan.Zero, null, (sound, token) => sound.CopyToAsync(target, token), cancellationToken));
        try
        {
            Check(decoded, headers);
            return decoded;
        }
        catch
        {
            decoded.Dispose();
            throw;
        }
    }

    /// <summary>ffmpeg takes the end of a file for the end of the sound.</summary>
    private static void Check(ScratchFile decoded, MediaInfo headers)
    {
        var length = TimeSpan.FromSeconds((double)decoded.Length / (FfmpegTools.SampleRate * FfmpegTools.BytesPerSample));
        if (headers.AudioDuration is { } told && length < told * LeastShare && told - length > s_leastMissing)
        {
            throw new ServerException(ErrorCode.InvalidInput, string.Create(
                CultureInfo.InvariantCulture,
                $"The file is cut short or damaged: {length.TotalSeconds:0.#} of its {told.TotalSeconds:0.#} seconds of sound can be decoded."));
        }
    }

    private static ScratchStream StreamOf(ScratchFile file) => new(new MemoLease<ScratchFile>(file, file.Dispose));
}
