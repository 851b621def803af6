using PostModern.Lake.Objects;
using PostModern.Tests.Models.Media;

namespace PostModern.Tests.Models.Tasks.Speech;

/// <summary>A recording of 16 bits at 16 kHz that lies nowhere: the same speech every so often, and silence.</summary>
/// <param name="length">How long it is.</param>
/// <param name="speechEvery">When the speech begins again.</param>
/// <param name="entered">Told each minute that is read from.</param>
internal sealed class LongRecording(TimeSpan length, TimeSpan speechEvery, Action<int> entered) : ReadOnlyStream
{
    private const int BytesPerSecond = 2 * TestSpeech.Rate;
    private readonly byte[] _speech = TestSpeech.Wave(TestSpeech.Samples16)[44..];
    private readonly long _length = (long)length.TotalSeconds * BytesPerSecond;
    private readonly long _period = (long)speechEvery.TotalSeconds * BytesPerSecond;
    private long _position;
    private int _minute = -1;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if ((int)(_position / (60 * BytesPerSecond)) is var minute && minute != _minute)
        {
            _minute = minute;
            entered(minute);
        }

        var into = _position % _period;
        var isSpeech = into < _speech.Length;
        var until = isSpeech ? _speech.Length : _period;
        var read = (int)Math.Min(Math.Min(buffer.Length, until - into), _length - _position);
        if (isSpeech)
        {
            _speech.AsSpan((int)into, read).CopyTo(buffer.Span);
        }
        else
        {
            buffer.Span[..read].Clear();
        }

        _position += read;
        return new(read);
    }
}
