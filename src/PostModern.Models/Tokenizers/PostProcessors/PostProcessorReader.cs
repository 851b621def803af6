using System.Text.Json;
using PostModern.Arrow.Errors;
using PostModern.Models.Json;

namespace PostModern.Models.Tokenizers.PostProcessors;

/// <summary>Reads the <c>post_processor</c> of a tokenizer.json.</summary>
internal static class PostProcessorReader
{
    /// <exception cref="ServerException">Unsupported: a type that isn't known.</exception>
    internal static IPostProcessor Read(JsonElement json) => json.OptionalText("type") switch
    {
        "TemplateProcessing" => TemplateProcessor.Read(json),
        "BertProcessing" => TemplateProcessor.Bert(IdOf(json, "cls"), IdOf(json, "sep")),
        "RobertaProcessing" => TemplateProcessor.Roberta(IdOf(json, "cls"), IdOf(json, "sep")),
        "ByteLevel" => new PlainProcessor(),
        "Sequence" => ReadSequence([.. json.Items("processors").Select(Read)]),
        var other => throw new ServerException(ErrorCode.Unsupported, $"The tokenizer has a post-processor '{other}', which is not known."),
    };

    private static int IdOf(JsonElement json, string name) => json.GetProperty(name)[1].GetInt32();

    // A sequence is one that adds tokens, beside those that only correct places in the text, which are not kept.
    private static IPostProcessor ReadSequence(IPostProcessor[] processors)
    {
        var adding = processors.Where(processor => processor is not PlainProcessor).ToList();
        return adding.Count <= 1
            ? adding.FirstOrDefault() ?? new PlainProcessor()
            : throw new ServerException(ErrorCode.Unsupported, "The tokenizer has several post-processors that add tokens; one is known at most.");
    }
}
