using System.Text.Json;
using PostModern.Arrow.Errors;
using PostModern.Models.Json;
using PostModern.Models.Tokenizers.Characters;
using PostModern.Models.Tokenizers.Decoders;
using PostModern.Models.Tokenizers.Normalizers;
using PostModern.Models.Tokenizers.PostProcessors;
using PostModern.Models.Tokenizers.PreTokenizers;
using PostModern.Models.Tokenizers.Subwords;

namespace PostModern.Models.Tokenizers;

/// <summary>A tokenizer as Hugging Face's <c>tokenizer.json</c> describes it. Safe for concurrent use.</summary>
/// <remarks>
/// normalise → find added tokens → cut into parts → subwords → special tokens around them. Places in the text are not kept. The
/// reference is the Rust library <c>tokenizers</c>; a test compares with it.
/// </remarks>
internal sealed class Tokenizer
{
    private readonly INormalizer? _normalizer;
    private readonly IPreTokenizer? _preTokenizer;
    private readonly ISubwordModel _model;
    private readonly IPostProcessor? _postProcessor;
    private readonly IDecoder? _decoder;
    private readonly Truncation? _truncation;
    private readonly Dictionary<string, AddedToken> _added;
    private readonly Dictionary<int, AddedToken> _addedById;
    private readonly AddedTokenSearch _raw;
    private readonly AddedTokenSearch _normalized;

    private Tokenizer(JsonElement json)
    {
        _normalizer = json.Member("normalizer") is { } normalizer ? NormalizerReader.Read(normalizer) : null;
        _preTokenizer = json.Member("pre_tokenizer") is { } preTokenizer ? PreTokenizerReader.Read(preTokenizer) : null;
        _model = SubwordModelReader.Read(json.GetProperty("model"));
        _postProcessor = json.Member("post_processor") is { } postProcessor ? PostProcessorReader.Read(postProcessor) : null;
        _decoder = json.Member("decoder") is { } decoder ? DecoderReader.Read(decoder) : null;
        _truncation = json.Member("truncation") is { } truncation ? Truncation.Read(truncation) : null;
        var added = json.Items("added_tokens").Select(AddedToken.Read).ToList();
        _added = added.DistinctBy(token => token.Content).ToDictionary(token => token.Content, StringComparer.Ordinal);
        _addedById = added.DistinctBy(token => token.Id).ToDictionary(token => token.Id);
        _raw = new AddedTokenSearch(added.Where(token => !token.IsNormalized).Select(token => (token.Content, token)));
        _normalized = new AddedTokenSearch(added.Where(token => token.IsNormalized).Select(token => (Normalize(token.Content), token)));
    }

    /// <param name="path">A tokenizer.json.</param>
    /// <exception cref="ServerException">InvalidInput: the file is no tokenizer. Unsupported: one of its steps isn't known.</exception>
    internal static Tokenizer Load(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            return new Tokenizer(document.RootElement);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new ServerException(ErrorCode.InvalidInput, $"'{path}' is not a tokenizer.json: {error.Message}", error);
        }
        catch (ServerException error)
        {
            throw new ServerException(error.Code, $"'{path}': {error.Message}", error);
        }
    }

    /// <summary>A text's tokens, or those of a pair of texts.</summary>
    /// <param name="text">Anything; lone surrogates count as U+FFFD.</param>
    /// <param name="pair">The second of two texts.</param>
    /// <param name="maxTokens">At most so many, with the special ones; without it as many as the file says, or all.</param>
    /// <param name="addSpecial">Whether the model's special tokens come around the text.</param>
    internal TokenRow Encode(string text, string? pair = null, int? maxTokens = null, bool addSpecial = true)
    {
        var processor = addSpecial && _postProcessor is not null ? _postProcessor : new PlainProcessor();
        var (first, second) = (Tokenize(text), pair is null ? null : Tokenize(pair));
        if ((maxTokens is { } limit ? (_truncation ?? new Truncation(limit)) with { MaxLength = limit } : _truncation) is { } truncation)
        {
            var specials = processor.Process([], second is null ? null : []).Ids.Count;
            (first, second) = truncation.Apply(first, second, specials);
        }

        return processor.Process(first, second);
    }

    /// <summary>The text of tokens; ids that there are not are left out.</summary>
    internal string Decode(IEnumerable<int> ids, bool skipSpecial = true)
    {
        var tokens = new List<string>();
        foreach (var id in ids)
        {
            if (!(skipSpecial && IsSpecial(id)) && TokenOf(id) is { } token)
            {
                tokens.Add(token);
            }
        }

        return _decoder is null ? string.Join(' ', tokens) : string.Concat(_decoder.Decode(tokens));
    }

    /// <summary>The token's id; null when there is none.</summary>
    internal int? IdOf(string token) => _added.TryGetValue(token, out var added) ? added.Id : _model.IdOf(token);

    /// <summary>The id's token; null when there is none.</summary>
    internal string? TokenOf(int id) => _addedById.TryGetValue(id, out var added) ? added.Content : _model.TokenOf(id);

    internal bool IsSpecial(int id) => _addedById.TryGetValue(id, out var added) && added.IsSpecial;

    private string Normalize(string text) => _normalizer?.Normalize(text) ?? text;

    private List<int> Tokenize(string text)
    {
        var ids = new List<int>();
        text = text.WithoutLoneSurrogates();
        foreach (var (range, token) in _raw.Split(text))
        {
            if (token is not null)
            {
                ids.Add(token.Id);
                continue;
            }

            var isFirst = range.Start.Value == 0;
            var normalized = Normalize(text[range]);
            foreach (var (part, known) in _normalized.Split(normalized))
            {
                if (known is not null)
                {
                    ids.Add(known.Id);
                }
                else
                {
                    AddParts(new TextPart(normalized[part], isFirst && part.Start.Value == 0), ids);
                }
            }
        }

        return ids;
    }

    private void AddParts(TextPart text, List<int> ids)
    {
        foreach (var part in _preTokenizer?.Split(text) ?? [text])
        {
            _model.Encode(part.Text, ids);
        }
    }
}
