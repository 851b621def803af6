namespace PostModern.Models.Tasks.Speech;

/// <summary>Writes down what is said in a window. Safe for concurrent use.</summary>
internal interface ISpeechWriter
{
    /// <param name="samples">Of up to 30 seconds, 16,000 a second.</param>
    /// <param name="options">Read by models that know several languages.</param>
    /// <param name="cancellationToken">Stops it between two tokens.</param>
    /// <returns>Empty when nothing was understood.</returns>
    string Transcribe(float[] samples, TranscriptOptions options, CancellationToken cancellationToken);
}
