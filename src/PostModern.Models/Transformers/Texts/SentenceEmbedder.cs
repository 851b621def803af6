using PostModern.Arrow.Errors;
using PostModern.Models.Loading;
using PostModern.Models.Registry;
using PostModern.Models.Tokenizers.PostProcessors;

namespace PostModern.Models.Transformers.Texts;

/// <summary>Texts to vectors: an encoder, and a pooling of its tokens.</summary>
internal sealed class SentenceEmbedder
{
    internal const string Family = "hf-sentence-embedding";

    private const string Graph = "model";
    private const string Pooled = "sentence_embedding";
    private static readonly string[] s_outputs = [Pooled, "last_hidden_state", "token_embeddings"];

    private readonly TextNetwork _network;
    private readonly Pooling _pooling;
    private readonly string _output;

    internal SentenceEmbedder(TextNetwork network, Pooling pooling)
    {
        (_network, _pooling) = (network, pooling);
        _output = s_outputs.FirstOrDefault(network.Outputs.Contains) ?? throw new ServerException(
            ErrorCode.Unsupported, $"The network has none of the outputs {string.Join(", ", s_outputs)}, so it makes no vectors of texts.");
    }

    internal static SentenceEmbedder Of(ModelParts parts) => parts.Share(() =>
    {
        var files = new TransformerFiles(parts.Model);
        return new SentenceEmbedder(TextNetwork.Of(parts, Graph), Pooling.Read(files.Settings("modules.json"), files.Settings("1_Pooling/config.json")));
    });

    /// <summary>Numbers in a vector, by the manifest; loads nothing.</summary>
    internal static int DimensionsOf(InstalledModel model) => VectorWidth.Of(model, Graph, s_outputs);

    internal TokenRow Tokenize(string text) => _network.Tokenize(text);

    /// <summary>Embeds several texts at once.</summary>
    internal float[][] Embed(IReadOnlyList<TokenRow> texts, CancellationToken cancellationToken) => _network.Run(
        texts,
        _output,
        (values, count, width) => _output == Pooled ? values : _pooling.Apply(values, count, width),
        cancellationToken);
}
