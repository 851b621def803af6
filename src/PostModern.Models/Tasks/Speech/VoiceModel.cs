using PostModern.Models.Inference;

namespace PostModern.Models.Tasks.Speech;

/// <summary>Silero's voice activity detector: how likely it is that somebody speaks, every 32 ms.</summary>
/// <remarks>
/// <c>input</c> float [1, 576]: the last 64 samples of the frame before and the 512 of this one; <c>state</c> float [2, 1, 128], zeros at first;
/// <c>sr</c> int64 → <c>output</c> float [1, 1], <c>stateN</c>.
/// </remarks>
internal sealed class VoiceModel(OnnxModel model)
{
    internal const string DefaultModel = "silero-vad";

    /// <summary>Samples a second.</summary>
    internal const int SampleRate = 16_000;

    /// <summary>Samples that are judged together.</summary>
    internal const int Frame = 512;

    /// <summary>Starts to listen to a recording.</summary>
    internal VoiceListener Listen() => new(model);
}
