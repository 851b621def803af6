using PostModern.Arrow.Errors;
using PostModern.Models.Media;
using PostModern.Models.Media.Ffmpeg;
using PostModern.Tests.Lake;

namespace PostModern.Tests.Models.Media;

public sealed class SoundDecoderTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly SoundDecoder _decoder = new(new FfmpegTools(null));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_wave_file_needs_no_other_program()
    {
        var decoder = new SoundDecoder(new FfmpegTools("/no/such/folder"));
        await using var recording = await decoder.OpenAsync(await File.ReadAllBytesAsync(TestSpeech.File), CancellationToken.None);
        Assert.Equal(TestSpeech.Samples16.Length, await CountAsync(recording));
    }

    [Fact]
    public async Task A_large_wave_file_lies_on_the_disk_meanwhile()
    {
        var file = TestSpeech.Wave(Enumerable.Repeat(TestSpeech.Samples16, 30).SelectMany(s => s));
        await using var recording = await _decoder.OpenAsync(file, CancellationToken.None);
        Array.Clear(file);
        Assert.IsType<ScratchStream>(recording.Frames);
        Assert.Equal(30 * TestSpeech.Samples16.Length, await CountAsync(recording));
    }

    [Fact]
    public async Task A_missing_program_is_named_with_its_package()
    {
        var decoder = new SoundDecoder(new FfmpegTools("/no/such/folder"));
        var error = await Assert.ThrowsAsync<ServerException>(() => decoder.OpenAsync("ID3 and so on"u8.ToArray(), CancellationToken.None));
        Assert.Equal(ErrorCode.Unsupported, error.Code);
        Assert.Contains("apt install ffmpeg", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_file_is_said_to_be_empty() => await AssertRefusedAsync([], "empty (0 bytes)");

    [MediaFact("ffmpeg", "ffprobe", IsSlow = true)]
    public async Task What_is_compressed_comes_at_16_kHz_on_one_channel()
    {
        foreach (var (name, options) in ((string, string[])[])
            [("a.mp3", []), ("a.m4a", []), ("a.ogg", ["-c:a", "libvorbis"]), ("a.flac", []), ("a.opus", ["-c:a", "libopus"]), ("law.wav", ["-c:a", "pcm_mulaw", "-ar", "8000"])])
        {
            var path = Path.Combine(_folder.Path, name);
            TestMedia.Run("ffmpeg", ["-v", "error", "-i", TestSpeech.File, "-ac", "2", .. options, path]);
            await using var recording = await _decoder.OpenAsync(await File.ReadAllBytesAsync(path), CancellationToken.None);
            Assert.Equal((1, 16_000), (recording.Format.Channels, recording.Format.SampleRate));
            Assert.InRange(await CountAsync(recording), TestSpeech.Samples16.Length - 3000, TestSpeech.Samples16.Length + 3000);
        }
    }

    [MediaFact("ffmpeg", "ffprobe")]
    public async Task A_video_is_heard_and_one_without_sound_is_not()
    {
        var path = Path.Combine(_folder.Path, "video.mp4");
        TestMedia.Video(path, 3);
        await using (var recording = await _decoder.OpenAsync(await File.ReadAllBytesAsync(path), CancellationToken.None))
        {
            Assert.InRange(await CountAsync(recording), 47_000, 50_000);
        }

        var silent = Path.Combine(_folder.Path, "silent.mp4");
        TestMedia.Run("ffmpeg", ["-v", "error", "-i", path, "-an", "-c:v", "copy", silent]);
        await AssertRefusedAsync(await File.ReadAllBytesAsync(silent), "(mp4) has no sound");
    }

    [MediaFact("ffmpeg", "ffprobe")]
    public async Task What_is_cut_short_is_an_error_and_no_shorter_recording()
    {
        var path = Path.Combine(_folder.Path, "long.m4a");
        TestMedia.Run("ffmpeg", ["-v", "error", "-f", "lavfi", "-i", "sine=frequency=440:duration=60", "-movflags", "faststart", path]);
        var file = await File.ReadAllBytesAsync(path);
        await AssertRefusedAsync(file[..(file.Length / 2)], "cut short or damaged");
        await AssertRefusedAsync(file[..100], "has no sound");
    }

    [MediaFact("ffmpeg", "ffprobe")]
    public async Task What_is_no_sound_is_refused()
    {
        await AssertRefusedAsync("The recorder was out of disk, so there are words here."u8.ToArray(), "ffprobe can't read it");
        await AssertRefusedAsync(await File.ReadAllBytesAsync(Samples.Photo("zebra.jpg")), "");
    }

    private static async Task<int> CountAsync(Recording recording)
    {
        var buffer = new byte[64 * 1024 / recording.Format.BytesPerFrame * recording.Format.BytesPerFrame];
        var count = 0;
        for (int read; (read = await recording.ReadAsync(buffer, CancellationToken.None)) > 0;)
        {
            count += read / recording.Format.BytesPerFrame;
        }

        return count;
    }

    private async Task AssertRefusedAsync(byte[] file, string expected)
    {
        var error = await Assert.ThrowsAsync<ServerException>(async () => await _decoder.OpenAsync(file, CancellationToken.None));
        Assert.Equal(ErrorCode.InvalidInput, error.Code);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }
}
