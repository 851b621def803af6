using System.Diagnostics;
using PostModern.Models.Decoding.Sound;
using PostModern.Models.Inference;
using PostModern.Models.Media;

namespace PostModern.Models.Tasks.Speech;

/// <summary>Transcribes one recording: while windows are written down, the next are cut. Nothing waits in memory but a window a thread and one more.</summary>
internal sealed class TranscriptRun(Transcriber transcriber, TranscriptOptions options, ComputeThreads threads)
{
    private const int ReadSeconds = 5;
    private const int MostReadBytes = 1 << 20;

    private readonly Queue<Task<TranscriptSegment?>> _pending = new();
    private readonly List<TranscriptSegment> _segments = [];
    private long _computed;
    private int _windows;

    /// <summary>What was computed so far; a window is a batch.</summary>
    internal InferenceEffort Effort => new(Stopwatch.GetElapsedTime(0, Interlocked.Read(ref _computed)), _windows);

    /// <param name="recording">Read from where it stands to its end; borrowed.</param>
    /// <param name="cancellationToken">Stops it between two windows, and the models within.</param>
    internal async Task<IReadOnlyList<TranscriptSegment>> RunAsync(Recording recording, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            await CutAsync(recording, stop.Token);
            await CollectAsync(0);
            return _segments;
        }
        catch
        {
            await stop.CancelAsync();
            await ((Task)Task.WhenAll(_pending)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
            throw;
        }
    }

    private async Task CutAsync(Recording recording, CancellationToken token)
    {
        var sound = new MonoSound(recording.Format, VoiceModel.SampleRate);
        using var cutter = transcriber.Listen();
        var frames = Math.Min(ReadSeconds * recording.Format.SampleRate, MostReadBytes / recording.Format.BytesPerFrame);
        var buffer = new byte[frames * recording.Format.BytesPerFrame];
        for (int read; (read = await recording.ReadAsync(buffer, token)) > 0;)
        {
            var windows = await ComputeAsync(() => cutter.Add(sound.Add(buffer.AsSpan(0, read)), token), ComputePriority.Input);
            await WriteAsync(windows, token);
        }

        var last = await ComputeAsync<List<SpeechWindow>>(
            () => [.. cutter.Add(sound.Finish(), token), .. cutter.Finish(token)], ComputePriority.Input);
        await WriteAsync(last, token);
    }

    private async Task WriteAsync(List<SpeechWindow> windows, CancellationToken token)
    {
        foreach (var window in windows)
        {
            await CollectAsync(threads.Count);
            _windows++;
            _pending.Enqueue(ComputeAsync(() => transcriber.Write(window, options, token), ComputePriority.Batch));
        }
    }

    private Task<T> ComputeAsync<T>(Func<T> work, ComputePriority priority) => threads.RunAsync(
        () =>
        {
            var started = Stopwatch.GetTimestamp();
            var result = work();
            Interlocked.Add(ref _computed, Stopwatch.GetTimestamp() - started);
            return result;
        },
        priority);

    private async Task CollectAsync(int left)
    {
        while (_pending.Count > left)
        {
            if (await _pending.Peek() is { } segment)
            {
                _segments.Add(segment);
            }

            _ = _pending.Dequeue();
        }
    }
}
