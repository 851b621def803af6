namespace PostModern.Models.Tasks.Speech;

/// <summary>Recordings to transcripts: finds who speaks when, then writes down what.</summary>
internal sealed class Transcriber(VoiceModel voice, Moonshine writer)
{
    internal WindowCutter Listen() => new(voice.Listen());

    /// <returns>Null when nothing was understood.</returns>
    internal TranscriptSegment? Write(SpeechWindow window, CancellationToken cancellationToken)
    {
        var text = writer.Transcribe(window.Samples, cancellationToken);
        return text.Length > 0 ? new TranscriptSegment(window.Start, window.End, text) : null;
    }
}
