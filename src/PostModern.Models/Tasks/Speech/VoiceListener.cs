using System.Numerics.Tensors;
using PostModern.Models.Inference;

namespace PostModern.Models.Tasks.Speech;

/// <summary>Listens to one recording, frame by frame. Its memory of what it heard stays in the runtime's own tensors.</summary>
internal sealed class VoiceListener(OnnxModel model) : IDisposable
{
    private const int Context = 64;

    /// <summary>3 steps of 16 bits: what a muted microphone or a gap between two sounds has.</summary>
    private const float NoSound = 1e-4f;

    private static readonly long[] s_stateShape = [2, 1, 128];
    private static readonly string[] s_outputs = ["output", "stateN"];

    private readonly float[] _input = new float[Context + VoiceModel.Frame];
    private readonly long[] _rate = [VoiceModel.SampleRate];
    private OnnxOutputs? _last;

    /// <param name="frame"><see cref="VoiceModel.Frame"/> samples, those that follow the last call's.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>How likely somebody speaks, 0 to 1.</returns>
    internal float Hear(ReadOnlySpan<float> frame, CancellationToken cancellationToken)
    {
        _input.AsSpan(VoiceModel.Frame).CopyTo(_input);
        frame.CopyTo(_input.AsSpan(Context));
        if (TensorPrimitives.MaxMagnitude(frame) is < NoSound and > -NoSound)
        {
            // Half of many a call; asking costs half a millisecond each time.
            return 0;
        }

        var outputs = model.Run(
            [
                OnnxInput.Of<float>("input", _input, 1, _input.Length),
                _last is null ? OnnxInput.Of<float>("state", new float[2 * 128], s_stateShape) : OnnxInput.Borrow("state", _last.Value(1)),
                OnnxInput.Of<long>("sr", _rate),
            ],
            s_outputs,
            cancellationToken);
        _last?.Dispose();
        _last = outputs;
        return outputs.Floats(0)[0];
    }

    public void Dispose() => _last?.Dispose();
}
