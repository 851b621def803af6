using PostModern.Arrow.Errors;
using PostModern.Models.Inference;
using PostModern.Models.Json;
using PostModern.Models.Loading;
using PostModern.Models.Tokenizers;
using PostModern.Models.Tokenizers.PostProcessors;

namespace PostModern.Models.Transformers.Texts;

/// <summary>A network that reads tokens, several texts at once. Safe for concurrent use.</summary>
internal sealed class TextNetwork
{
    // Texts of a batch are padded to its longest: beyond this the padding costs more than the batch saves.
    private const int MostPaddedTokens = 2048;
    private const int MostTokensByDefault = 512;
    private const string Blanks = " \t\r\n";

    private readonly OnnxModel _network;
    private readonly int _padding;
    private readonly int _longest;

    private TextNetwork(OnnxModel network, TransformerFiles files)
    {
        _network = network;
        Tokenizer = files.Tokenizer();
        var text = files.Config.Member("text_config") ?? files.Config;
        _padding = text.Number("pad_token_id", files.Config.Number("pad_token_id", 0));
        var told = files.Settings("tokenizer_config.json")?.Member("model_max_length")?.GetDouble() ?? double.MaxValue;
        var places = text.Number("max_position_embeddings", MostTokensByDefault);

        // RoBERTa and its kin count places from behind the padding's own number.
        var offset = files.Config.OptionalText("model_type") is "roberta" or "xlm-roberta" or "camembert" or "mpnet" ? 2 : 0;
        _longest = (int)Math.Min(told, places - offset);
    }

    internal Tokenizer Tokenizer { get; }

    /// <param name="parts">The model.</param>
    /// <param name="graph">The network's name in its manifest.</param>
    internal static TextNetwork Of(ModelParts parts, string graph) => new(parts.Graph(graph), new TransformerFiles(parts.Model));

    /// <summary>The network's outputs.</summary>
    internal IEnumerable<string> Outputs => _network.Outputs.Keys;

    /// <summary>A text's tokens, as many as the network can take.</summary>
    internal TokenRow Tokenize(string text) => Tokenizer.Encode(text, maxTokens: _longest);

    /// <summary>A text's tokens in pieces that the network can take, cut at blanks.</summary>
    internal IEnumerable<(Range Part, TokenRow Tokens)> TokenizeInPieces(string text) => TokenizeInPieces(text, 0..text.Length);

    /// <summary>Runs the network, on texts of similar length together.</summary>
    /// <typeparam name="T">What is made of a text's outputs.</typeparam>
    /// <param name="texts">At least one.</param>
    /// <param name="output">The wanted output, [texts, …].</param>
    /// <param name="read">Takes a text's part of the output, [padded tokens, width] or [width], the number of its own tokens, and the width.</param>
    /// <param name="cancellationToken">Stops the network.</param>
    /// <returns>One a text, in their order.</returns>
    internal T[] Run<T>(IReadOnlyList<TokenRow> texts, string output, Func<float[], int, int, T> read, CancellationToken cancellationToken)
    {
        var results = new T[texts.Count];
        foreach (var group in Groups(texts))
        {
            using var outputs = _network.Run(Inputs([.. group.Select(i => texts[i])]), [output], cancellationToken);
            var values = outputs.ReadFloats(0);
            var width = (int)outputs.Shape(0)[^1];
            foreach (var (place, part) in values.Chunk(values.Length / group.Count).Index())
            {
                results[group[place]] = read(part, texts[group[place]].Ids.Count, width);
            }
        }

        return results;
    }

    private IEnumerable<(Range Part, TokenRow Tokens)> TokenizeInPieces(string text, Range part)
    {
        var (start, length) = part.GetOffsetAndLength(text.Length);
        var row = Tokenizer.Encode(text[part], maxTokens: int.MaxValue);
        if (row.Ids.Count <= _longest || length < 2)
        {
            return [(part, row)];
        }

        var middle = start + Middle(text.AsSpan(start, length));
        return TokenizeInPieces(text, start..middle).Concat(TokenizeInPieces(text, middle..part.End));
    }

    /// <summary>Where a text falls into two halves: at the blank that is nearest to its middle.</summary>
    private static int Middle(ReadOnlySpan<char> text)
    {
        var half = text.Length / 2;
        var before = text[..half].LastIndexOfAny(Blanks) + 1;
        var behind = text[half..].IndexOfAny(Blanks) + half;
        if (before == 0 && behind < half)
        {
            return half > 1 && char.IsLowSurrogate(text[half]) ? half - 1 : half;
        }

        return behind < half || (before > 0 && half - before < behind - half) ? before : behind;
    }

    private static IEnumerable<List<int>> Groups(IReadOnlyList<TokenRow> texts)
    {
        var group = new List<int>();
        foreach (var i in Enumerable.Range(0, texts.Count).OrderBy(i => texts[i].Ids.Count))
        {
            if (group.Count > 0 && (group.Count + 1) * texts[i].Ids.Count > MostPaddedTokens)
            {
                yield return group;
                group = [];
            }

            group.Add(i);
        }

        yield return group;
    }

    private OnnxInput[] Inputs(TokenRow[] rows)
    {
        var length = Math.Max(rows.Max(row => row.Ids.Count), 1);
        long[] Fill(Func<TokenRow, int, long> value, long padding) =>
            [.. rows.SelectMany(row => Enumerable.Range(0, length).Select(i => i < row.Ids.Count ? value(row, i) : padding))];
        return [.. _network.Inputs.Keys.Select(name => OnnxInput.Of<long>(
            name,
            name switch
            {
                "input_ids" => Fill((row, i) => row.Ids[i], _padding),
                "attention_mask" => Fill((_, _) => 1, 0),
                "token_type_ids" => Fill((row, i) => row.TypeIds[i], 0),
                "position_ids" => Fill((_, i) => i, 0),
                _ => throw new ServerException(ErrorCode.Unsupported, $"The network wants an input '{name}', which is not known of networks that read text."),
            },
            rows.Length,
            length))];
    }
}
