using PostModern.Arrow.Errors;
using PostModern.Models.Inference;
using PostModern.Models.Loading;
using PostModern.Models.Tasks.Speech;
using PostModern.Models.Tokenizers;
using PostModern.Models.Transformers.Generation;

namespace PostModern.Models.Transformers.Speech;

/// <summary>Moonshine in Hugging Face's layout: speech to text from the samples themselves.</summary>
internal sealed class MoonshineWriter(OnnxModel encoder, TextGenerator decoder, Tokenizer tokenizer, GenerationSettings settings) : ISpeechWriter
{
    internal const string Family = "hf-moonshine";

    private const int SampleRate = 16_000;

    /// <summary>More are not spoken in a second: whoever writes more repeats himself.</summary>
    private const double MostTokensPerSecond = 6.5;

    internal static MoonshineWriter Of(ModelParts parts)
    {
        var files = new TransformerFiles(parts.Model);
        return new MoonshineWriter(
            parts.Graph("encoder_model"),
            TextGenerator.Of(parts),
            files.Tokenizer(),
            GenerationSettings.Read(files.Settings("generation_config.json"), files.Config));
    }

    public string Transcribe(float[] samples, TranscriptOptions options, CancellationToken cancellationToken) => tokenizer.Decode(Tokens(samples, cancellationToken)).Trim();

    /// <summary>The tokens of a window.</summary>
    internal int[] Tokens(float[] samples, CancellationToken cancellationToken)
    {
        using var outputs = encoder.Run(Inputs(samples), ["last_hidden_state"], cancellationToken);
        var shape = outputs.Shape(0);
        var states = new EncoderStates(outputs.ReadFloats(0), 1, (int)shape[1], (int)shape[2]);
        var most = 1 + (int)Math.Ceiling(samples.Length * MostTokensPerSecond / SampleRate);
        return decoder.Generate(
            states, [settings.StartToken], settings with { MaxLength = Math.Min(settings.MaxLength, most) }, cancellationToken: cancellationToken)[0];
    }

    private OnnxInput[] Inputs(float[] samples) =>
    [
        .. encoder.Inputs.Keys.Select(name => name switch
        {
            "input_values" => encoder.FloatInput(name, samples, 1, samples.Length),
            "attention_mask" => OnnxInput.Of<long>(name, Enumerable.Repeat(1L, samples.Length).ToArray(), 1, samples.Length),
            _ => throw new ServerException(ErrorCode.Unsupported, $"The encoder wants an input '{name}', which is not known of Moonshine."),
        }),
    ];
}
