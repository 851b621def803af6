using System.Text.Json;
using PostModern.Models.Json;

namespace PostModern.Models.Transformers.Generation;

/// <summary>How a decoder's tokens are chosen: <c>generation_config.json</c>, and what <c>config.json</c> says where that is silent.</summary>
internal sealed record GenerationSettings
{
    private const int LongestByDefault = 20;

    /// <summary>Tokens at most, with the prompt.</summary>
    internal int MaxLength { get; init; } = LongestByDefault;

    /// <summary>Before so many tokens, with the prompt, none ends the text.</summary>
    internal int MinLength { get; init; }

    /// <summary>Texts that are followed at once; 1 takes the best token each time.</summary>
    internal int Beams { get; init; } = 1;

    /// <summary>Above 0 longer texts are preferred, below 0 shorter ones.</summary>
    internal double LengthPenalty { get; init; } = 1;

    /// <summary>When a search with beams ends.</summary>
    internal EarlyStopping EarlyStopping { get; init; }

    /// <summary>No sequence of so many tokens comes twice; 0 allows all.</summary>
    internal int NoRepeatLength { get; init; }

    /// <summary>Above 1, tokens that were chosen before become less probable.</summary>
    internal float RepetitionPenalty { get; init; } = 1;

    /// <summary>What a text begins with.</summary>
    internal int StartToken { get; init; }

    /// <summary>Any of them ends a text.</summary>
    internal IReadOnlyList<int> EndTokens { get; init; } = [];

    /// <summary>The token after the first; null leaves it to the model.</summary>
    internal int? ForcedFirst { get; init; }

    /// <summary>The last token of a text that has become too long; null leaves it to the model.</summary>
    internal int? ForcedLast { get; init; }

    /// <summary>Never chosen.</summary>
    internal IReadOnlyList<int> Suppressed { get; init; } = [];

    /// <summary>Never chosen as the first token after the prompt.</summary>
    internal IReadOnlyList<int> SuppressedAtBegin { get; init; } = [];

    /// <param name="generation">generation_config.json; null when there is none.</param>
    /// <param name="config">config.json, whose part <c>decoder</c> or <c>text_config</c> may say it.</param>
    internal static GenerationSettings Read(JsonElement? generation, JsonElement config)
    {
        JsonElement?[] sources = [generation, config, config.Member("decoder"), config.Member("text_config")];
        var newTokens = Number(sources[..1], "max_new_tokens");
        return new GenerationSettings
        {
            MaxLength = newTokens is { } most ? most + 1 : Number(sources, "max_length") ?? LongestByDefault,
            MinLength = Number(sources, "min_length") ?? 0,
            Beams = Number(sources, "num_beams") ?? 1,
            LengthPenalty = Find(sources, "length_penalty")?.GetDouble() ?? 1,
            EarlyStopping = Find(sources, "early_stopping") switch
            {
                { ValueKind: JsonValueKind.True } => EarlyStopping.WhenEnough,
                { ValueKind: JsonValueKind.String } => EarlyStopping.Never,
                _ => EarlyStopping.WhenUnlikely,
            },
            NoRepeatLength = Number(sources, "no_repeat_ngram_size") ?? 0,
            RepetitionPenalty = Find(sources, "repetition_penalty")?.GetSingle() ?? 1,
            StartToken = Number(sources, "decoder_start_token_id") ?? Number(sources, "bos_token_id") ?? 0,
            EndTokens = Tokens(sources, "eos_token_id"),
            ForcedFirst = Number(sources, "forced_bos_token_id"),
            ForcedLast = Number(sources, "forced_eos_token_id"),
            Suppressed = Tokens(sources, "suppress_tokens"),
            SuppressedAtBegin = Tokens(sources, "begin_suppress_tokens"),
        };
    }

    private static JsonElement? Find(JsonElement?[] sources, string name) =>
        sources.Select(source => source?.Member(name)).FirstOrDefault(found => found is not null);

    private static int? Number(JsonElement?[] sources, string name) =>
        Find(sources, name) is { ValueKind: JsonValueKind.Number } found ? found.GetInt32() : null;

    private static int[] Tokens(JsonElement?[] sources, string name) => Find(sources, name) switch
    {
        { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray().Select(token => token.GetInt32()).Where(token => token >= 0)],
        { ValueKind: JsonValueKind.Number } one => [one.GetInt32()],
        _ => [],
    };
}
