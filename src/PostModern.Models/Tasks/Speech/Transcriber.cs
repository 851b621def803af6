using PostModern.Models.Loading;

namespace PostModern.Models.Tasks.Speech;

/// <summary>Recordings to transcripts: finds who speaks when, then writes down what.</summary>
internal sealed class Transcriber(VoiceModel voice, ISpeechWriter writer)
{
    internal const string Family = "moonshine";

    internal static Transcriber Of(ModelParts parts) => parts.Share(() => new Transcriber(
        new VoiceModel(parts.Of(parts.Model.Manifest.Uses[0]).Graph("detector")),
        new Moonshine(parts.Graph("encoder"), parts.Graph("decoder"), () => TokenVocabulary.Load(parts.File("tokens.json")))));

    internal WindowCutter Listen() => new(voice.Listen());

    /// <returns>Null when nothing was understood.</returns>
    internal TranscriptSegment? Write(SpeechWindow window, TranscriptOptions options, CancellationToken cancellationToken)
    {
        var text = writer.Transcribe(window.Samples, options, cancellationToken);
        return text.Length > 0 ? new TranscriptSegment(window.Start, window.End, text) : null;
    }
}
