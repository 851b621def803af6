using System.Text.Json;
using PostModern.Arrow.Errors;
using PostModern.Models.Json;

namespace PostModern.Models.Hub;

/// <summary>What can be done with a model, by its config.json.</summary>
internal static class HubFamilies
{
    private static readonly (Func<string, string, bool> Matches, HubFamily Family)[] s_families =
    [
        (Ends("ForSequenceClassification"), new("hf-text-classification", "classify", "Tells to which of its classes a text belongs.")),
        (Ends("ForTokenClassification"), new("hf-token-classification", "entities", "Finds names and the like in a text.")),
        (Ends("ForImageClassification"), new("hf-image-classification", "classify", "Tells to which of its classes a picture belongs.")),
        ((_, type) => type == "clip", new("hf-clip", "embed", "Puts pictures and texts into one space of vectors.")),
        ((_, type) => type == "vision-encoder-decoder", new("hf-vision-encoder-decoder", "caption", "Says in a sentence what is in a picture.")),
        ((_, type) => type == "whisper", new("hf-whisper", "transcribe", "Writes down what is said.")),
        ((_, type) => type == "moonshine", new("hf-moonshine", "transcribe", "Writes down what is said.")),
    ];

    private static readonly HubFamily s_sentences = new("hf-sentence-embedding", "embed", "Turns a text into a vector.");

    /// <param name="reference">Where it came from.</param>
    /// <param name="config">config.json.</param>
    /// <param name="networks">The names of its networks.</param>
    /// <param name="isSentenceModel">Whether it has a modules.json, as sentence-transformers writes it.</param>
    /// <exception cref="ServerException">Unsupported: no code can run it.</exception>
    internal static HubFamily Of(HubReference reference, JsonElement config, IReadOnlyCollection<string> networks, bool isSentenceModel)
    {
        var architecture = config.Items("architectures").FirstOrDefault() is { ValueKind: JsonValueKind.String } first ? first.GetString()! : "";
        var type = config.OptionalText("model_type") ?? "";
        if (isSentenceModel && networks.Contains("model"))
        {
            return s_sentences;
        }

        // An encoder alone, such as BertModel: its places are pooled to a vector.
        return s_families.FirstOrDefault(candidate => candidate.Matches(architecture, type)).Family
            ?? (networks.Contains("model") && architecture.EndsWith("Model", StringComparison.Ordinal) ? s_sentences : throw new ServerException(
                ErrorCode.Unsupported,
                $"'{reference}' is a '{(architecture.Length > 0 ? architecture : type)}', which can't be run. Known are sentence embeddings, text, token and image "
                + "classification, CLIP, VisionEncoderDecoder captioning, Whisper and Moonshine."));
    }

    private static Func<string, string, bool> Ends(string suffix) => (architecture, _) => architecture.EndsWith(suffix, StringComparison.Ordinal);
}
