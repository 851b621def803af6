using System.Text;
using PostModern.Models.Inference;
using PostModern.Models.Loading;
using PostModern.Models.Tokenizers;
using PostModern.Models.Transformers.Generation;

namespace PostModern.Models.Transformers.Pictures;

/// <summary><c>caption(obj)</c> by a vision encoder and a text decoder.</summary>
internal sealed class CaptionPictureTask(PictureNetwork encoder, TextGenerator decoder, Tokenizer tokenizer, GenerationSettings settings)
    : InferenceTask<float[]>
{
    internal const string Family = "hf-vision-encoder-decoder";

    // The words of several pictures share the decoder's runs; more would keep one thread busy while the others idle.
    internal override int BatchSize => 2;

    internal static CaptionPictureTask Of(ModelParts parts)
    {
        var files = new TransformerFiles(parts.Model);
        return new CaptionPictureTask(
            PictureNetwork.Of(parts, "encoder_model"),
            TextGenerator.Of(parts),
            files.Tokenizer(),
            GenerationSettings.Read(files.Settings("generation_config.json"), files.Config));
    }

    internal override float[] Prepare(in TaskInput input) => encoder.Decode(input.Content);

    internal override byte[][] Infer(IReadOnlyList<float[]> items, CancellationToken cancellationToken) =>
        [.. Caption(items, cancellationToken).Select(Encoding.UTF8.GetBytes)];

    /// <summary>A sentence a picture.</summary>
    internal string[] Caption(IReadOnlyList<float[]> pictures, CancellationToken cancellationToken)
    {
        var (values, shape) = encoder.Run(pictures, "last_hidden_state", cancellationToken);
        var states = new EncoderStates(values, pictures.Count, (int)shape[1], (int)shape[2]);
        var texts = decoder.Generate(states, [settings.StartToken], settings, cancellationToken: cancellationToken);
        return [.. texts.Select(tokens => tokenizer.Decode(tokens).Trim())];
    }
}
