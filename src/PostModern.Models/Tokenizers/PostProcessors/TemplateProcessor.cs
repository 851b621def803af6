using System.Text.Json;
using PostModern.Arrow.Errors;
using PostModern.Models.Json;

namespace PostModern.Models.Tokenizers.PostProcessors;

/// <summary>Special tokens and texts as a template orders them.</summary>
internal sealed class TemplateProcessor(TemplatePart[] single, TemplatePart[] pair) : IPostProcessor
{
    internal static TemplateProcessor Read(JsonElement json)
    {
        var ids = json.Member("special_tokens") is { } tokens
            ? tokens.EnumerateObject().ToDictionary(token => token.Name, token => token.Value.Items("ids").Select(id => id.GetInt32()).ToArray())
            : [];
        return new TemplateProcessor(ReadParts(json.Items("single"), ids), ReadParts(json.Items("pair"), ids));
    }

    /// <summary>BERT's <c>[CLS] A [SEP] B [SEP]</c>.</summary>
    internal static TemplateProcessor Bert(int cls, int sep) => new(
        [new([cls], 0, null), new([], 0, 0), new([sep], 0, null)],
        [new([cls], 0, null), new([], 0, 0), new([sep], 0, null), new([], 1, 1), new([sep], 1, null)]);

    /// <summary>RoBERTa's <c>&lt;s> A &lt;/s>&lt;/s> B &lt;/s></c>, which knows one type of text.</summary>
    internal static TemplateProcessor Roberta(int cls, int sep) => new(
        [new([cls], 0, null), new([], 0, 0), new([sep], 0, null)],
        [new([cls], 0, null), new([], 0, 0), new([sep], 0, null), new([sep], 0, null), new([], 0, 1), new([sep], 0, null)]);

    public TokenRow Process(IReadOnlyList<int> first, IReadOnlyList<int>? second)
    {
        var row = new TokenRow();
        foreach (var part in second is null ? single : pair)
        {
            foreach (var id in part.SpecialIds)
            {
                row.Add(id, part.Type, isSpecial: true);
            }

            row.AddRange(part.Text is { } text ? (text == 0 ? first : second ?? []) : [], part.Type);
        }

        return row;
    }

    private static TemplatePart[] ReadParts(IEnumerable<JsonElement> parts, Dictionary<string, int[]> ids) =>
        [.. parts.Select(part => ReadPart(part, ids))];

    private static TemplatePart ReadPart(JsonElement part, Dictionary<string, int[]> ids)
    {
        if (part.Member("Sequence") is { } sequence)
        {
            return new TemplatePart([], sequence.Number("type_id", 0), sequence.Text("id") == "B" ? 1 : 0);
        }

        var special = part.GetProperty("SpecialToken");
        var name = special.Text("id");
        return ids.TryGetValue(name, out var found)
            ? new TemplatePart(found, special.Number("type_id", 0), null)
            : throw new ServerException(ErrorCode.InvalidInput, $"The tokenizer's template uses '{name}', which is none of its special tokens.");
    }
}
