namespace PostModern.Models.Tasks.Speech;

/// <summary>Cuts a recording into windows with speech: at pauses, and inside long speech where the voice is weakest. What lies between windows is dropped.</summary>
/// <remarks>It holds a window's samples and no more, however long the recording is; where it cuts doesn't depend on the pieces that it gets.</remarks>
internal sealed class WindowCutter(VoiceListener listener) : IDisposable
{
    private const double FrameSeconds = (double)VoiceModel.Frame / VoiceModel.SampleRate;

    /// <summary>From here on it is speech; the detector's own threshold.</summary>
    private const float Voice = 0.5f;

    /// <summary>What began as speech goes on down to here: the ends of words are soft.</summary>
    private const float FadingVoice = 0.35f;

    /// <summary>25 s: the transcriber was trained on up to 30, and leaves words out of longer ones.</summary>
    private const int MostFrames = (int)(25 / FrameSeconds);

    /// <summary>2 s: shorter pauses belong to what is said, and the transcriber hears more in whole sentences than in pieces.</summary>
    private const int PauseFrames = (int)(2 / FrameSeconds);

    /// <summary>0.25 s are kept on both sides.</summary>
    private const int MarginFrames = (int)(0.25 / FrameSeconds);

    /// <summary>0.15 s: less is a click or a cough.</summary>
    private const int LeastVoiceFrames = (int)(0.15 / FrameSeconds);

    /// <summary>0.4 s to each side of a cut inside speech: so it goes through the longest pause, and not between two syllables.</summary>
    private const int CutReach = (int)(0.4 / FrameSeconds);

    private readonly List<float> _samples = [];
    private readonly List<float> _voice = [];
    private readonly float[] _frame = new float[VoiceModel.Frame];
    private int _filled;
    private long _count;

    /// <summary>The number of the first frame that is held.</summary>
    private int _first;
    private int? _start;
    private int _lastVoice = -1;
    private int _voiceFrames;

    /// <param name="samples">16,000 a second.</param>
    /// <param name="cancellationToken">Stops it between two frames.</param>
    /// <returns>Windows that are complete.</returns>
    internal List<SpeechWindow> Add(ReadOnlySpan<float> samples, CancellationToken cancellationToken)
    {
        var windows = new List<SpeechWindow>();
        _count += samples.Length;
        while (!samples.IsEmpty)
        {
            var taken = Math.Min(samples.Length, _frame.Length - _filled);
            samples[..taken].CopyTo(_frame.AsSpan(_filled));
            samples = samples[taken..];
            _filled += taken;
            if (_filled == _frame.Length)
            {
                AddFrame(windows, cancellationToken);
            }
        }

        return windows;
    }

    /// <summary>The last window.</summary>
    internal List<SpeechWindow> Finish(CancellationToken cancellationToken)
    {
        var windows = new List<SpeechWindow>();
        if (_filled > 0)
        {
            _frame.AsSpan(_filled).Clear();
            AddFrame(windows, cancellationToken);
        }

        if (_start is not null)
        {
            Emit(windows, End);
        }

        return windows;
    }

    public void Dispose() => listener.Dispose();

    private int End => _first + _voice.Count;

    private void AddFrame(List<SpeechWindow> windows, CancellationToken cancellationToken)
    {
        var voice = listener.Hear(_frame, cancellationToken);
        var at = End;
        _samples.AddRange(_frame);
        _voice.Add(voice);
        _filled = 0;
        if (voice >= Voice || (voice >= FadingVoice && _lastVoice == at - 1))
        {
            _start ??= Math.Max(_first, at - MarginFrames);
            _lastVoice = at;
            _voiceFrames++;
        }

        if (_start is { } start)
        {
            if (at - _lastVoice >= PauseFrames)
            {
                Emit(windows, _lastVoice + 1 + MarginFrames);
                _start = null;
            }
            else if (End - start >= MostFrames)
            {
                Emit(windows, WeakestVoice(start + (MostFrames / 2)));
            }
        }

        Forget(_start ?? (End - MarginFrames));
    }

    /// <summary>The latest of the weakest places from a frame on.</summary>
    private int WeakestVoice(int from)
    {
        var (best, lowest) = (End, float.MaxValue);
        for (var at = from; at < End - CutReach; at++)
        {
            var around = 0f;
            for (var i = at - CutReach; i <= at + CutReach; i++)
            {
                around += _voice[i - _first];
            }

            (best, lowest) = around <= lowest ? (at, around) : (best, lowest);
        }

        return best;
    }

    /// <summary>Ends the window; speech behind its end begins another.</summary>
    private void Emit(List<SpeechWindow> windows, int end)
    {
        end = Math.Min(end, End);
        if (_voiceFrames >= LeastVoiceFrames)
        {
            var samples = _samples[((_start!.Value - _first) * VoiceModel.Frame)..((end - _first) * VoiceModel.Frame)].ToArray();
            var last = Math.Min(end * FrameSeconds, (double)_count / VoiceModel.SampleRate);
            windows.Add(new SpeechWindow(Math.Round(_start.Value * FrameSeconds, 3), Math.Round(last, 3), samples));
        }

        _start = _lastVoice >= end ? end : null;
        _voiceFrames = _start is null ? 0 : _lastVoice - end + 1;
    }

    private void Forget(int before)
    {
        var gone = Math.Clamp(before - _first, 0, _voice.Count);
        _voice.RemoveRange(0, gone);
        _samples.RemoveRange(0, gone * VoiceModel.Frame);
        _first += gone;
    }
}
