using System.Diagnostics;
using PostModern.Benchmarks.Frame;
using PostModern.Models.Decoding.Sound;
using PostModern.Models.Loading;
using PostModern.Models.Tasks.Speech;

namespace PostModern.Benchmarks.Models;

/// <summary>Recordings written down through SQL, beside the same networks in a loop, a recording a core.</summary>
internal sealed class SpeechMeasure(ModelServer server, LoadedModels models, string folder, int count)
{
    private const int HeaderBytes = 78;
    private static readonly WaveFormat s_format = new(SampleEncoding.Signed16, 1, 16_000);

    private readonly string[] _recordings = MediaFiles.Copy("speech", "*.wav", Path.Combine(folder, "speech"), count);

    public Measure Create() => new("transcribe", "s of sound/s", Direction.MoreIsBetter, 0.95, InSqlAsync, InLoopAsync);

    private double Seconds => _recordings.Sum(r => (double)(new FileInfo(r).Length - HeaderBytes) / (2 * s_format.SampleRate));

    private async Task<double> InSqlAsync(CancellationToken cancellationToken)
    {
        MediaFiles.Renew(_recordings);
        var (_, time) = await server.ReadAsync("SELECT transcribe(obj) FROM files('speech/*.wav')", _recordings.Length, _recordings.Length, cancellationToken);
        return Seconds / time.TotalSeconds;
    }

    private Task<double> InLoopAsync(CancellationToken cancellationToken)
    {
        var transcriber = Transcriber.Of(models.Parts("moonshine-tiny-en"));
        var watch = Stopwatch.StartNew();
        Parallel.ForEach(
            _recordings,
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken },
            recording => Write(transcriber, File.ReadAllBytes(recording).AsSpan(HeaderBytes), cancellationToken));
        return Task.FromResult(Seconds / watch.Elapsed.TotalSeconds);
    }

    private static void Write(Transcriber transcriber, ReadOnlySpan<byte> samples, CancellationToken cancellationToken)
    {
        var sound = new MonoSound(s_format, VoiceModel.SampleRate);
        using var cutter = transcriber.Listen();
        List<SpeechWindow> windows = [.. cutter.Add(sound.Add(samples), cancellationToken), .. cutter.Add(sound.Finish(), cancellationToken), .. cutter.Finish(cancellationToken)];
        windows.ForEach(window => transcriber.Write(window, new TranscriptOptions(), cancellationToken));
    }
}
