using PostModern.Models.Decoding.Sound;
using PostModern.Models.Inference;
using PostModern.Models.Loading;
using PostModern.Models.Media;
using PostModern.Models.Tasks.Speech;
using PostModern.Tests.Models.Media;
using PostModern.Tests.Server.Stress;

namespace PostModern.Tests.Models.Tasks.Speech;

/// <summary>Recordings that are too long to lie in memory, and what happens to them midway. Alone, because others would count as its memory.</summary>
[Collection(StressCollection.Name)]
public sealed class TranscriptRunTests : IDisposable
{
    private static readonly WaveFormat Format = new(SampleEncoding.Signed16, 1, TestSpeech.Rate);
    private readonly LoadedModels _models = new(DefaultModels.Registry);
    private readonly ComputeThreads _threads = new(2);
    private readonly Transcriber _transcriber;

    public TranscriptRunTests() => _transcriber = Transcriber.Of(_models.Parts("moonshine-tiny-en"));

    public void Dispose()
    {
        _threads.Dispose();
        _models.Dispose();
    }

    [Fact]
    public async Task An_hour_takes_the_memory_of_a_window()
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var most = 0L;
        var hour = new LongRecording(TimeSpan.FromHours(1), speechEvery: TimeSpan.FromMinutes(6), minute =>
        {
            if (minute % 10 == 0)
            {
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
            }
        });
        var segments = await RunAsync(hour, CancellationToken.None);

        // As floats the hour would take 230 MB.
        Assert.InRange(most, 1, 40L << 20);
        Assert.Equal(10, segments.Count);
        Assert.All(segments.Index(), segment => Assert.InRange(segment.Item.Start, (360 * segment.Index) - 0.1, (360 * segment.Index) + 1));
        Assert.All(segments, segment => Assert.InRange(WordErrors.Rate(TestSpeech.Text, segment.Text), 0, 0.1));
    }

    [Fact]
    public async Task Cancelling_stops_reading_and_leaves_the_models_usable()
    {
        using var stop = new CancellationTokenSource();
        var last = 0;
        var hour = new LongRecording(TimeSpan.FromHours(1), speechEvery: TimeSpan.FromSeconds(15), minute =>
        {
            last = minute;
            if (minute == 1)
            {
                stop.Cancel();
            }
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(hour, stop.Token));
        Assert.Equal(1, last);
        Assert.Single(await RunAsync(new MemoryStream(TestSpeech.Wave(TestSpeech.Samples16)[44..]), CancellationToken.None));
    }

    [Fact]
    public async Task A_recording_that_breaks_off_is_an_error_and_no_shorter_transcript()
    {
        var broken = new LongRecording(
            TimeSpan.FromMinutes(10), speechEvery: TimeSpan.FromSeconds(20), minute => _ = minute < 2 ? 0 : throw new IOException("The disk is gone."));
        await Assert.ThrowsAsync<IOException>(() => RunAsync(broken, CancellationToken.None));
    }

    [Fact]
    public void Where_it_cuts_does_not_depend_on_the_pieces()
    {
        float[] call = [.. TestSpeech.Samples16, .. TestSpeech.Silence(3), .. TestSpeech.Samples16];
        var random = new Random(7);
        var whole = Cut(call, () => call.Length);
        Assert.Equal(2, whole.Count);
        var pieces = Cut(call, () => random.Next(1, 3000));
        Assert.Equal(whole.Select(window => (window.Start, window.End)), pieces.Select(window => (window.Start, window.End)));
        Assert.All(whole.Zip(pieces), pair => Assert.Equal(pair.First.Samples, pair.Second.Samples));
    }

    private List<SpeechWindow> Cut(float[] samples, Func<int> next)
    {
        using var cutter = _transcriber.Listen();
        var windows = new List<SpeechWindow>();
        for (var at = 0; at < samples.Length;)
        {
            var length = Math.Min(next(), samples.Length - at);
            windows.AddRange(cutter.Add(samples.AsSpan(at, length), CancellationToken.None));
            at += length;
        }

        return [.. windows, .. cutter.Finish(CancellationToken.None)];
    }

    private async Task<IReadOnlyList<TranscriptSegment>> RunAsync(Stream frames, CancellationToken cancellationToken)
    {
        await using var recording = new Recording(Format, frames);
        return await new TranscriptRun(_transcriber, new TranscriptOptions(), _threads).RunAsync(recording, cancellationToken);
    }
}
