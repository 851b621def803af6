using System.Text.Json;
using PostModern.Models.Json;
using PostModern.Models.Tokenizers.Characters;

namespace PostModern.Models.Tokenizers.PreTokenizers;

/// <summary>SentencePiece's: a visible sign for the space, at the beginning of each word.</summary>
internal sealed class MetaspacePreTokenizer(string sign, string prependScheme, bool cutsWords) : IPreTokenizer
{
    private readonly TextPattern _sign = new(sign);

    internal static MetaspacePreTokenizer Read(JsonElement json) =>
        new(json.OptionalText("replacement") ?? "▁", SchemeOf(json), json.Flag("split", true));

    /// <summary>always, first or never; older files only say whether.</summary>
    internal static string SchemeOf(JsonElement json) =>
        json.OptionalText("prepend_scheme") ?? (json.Flag("add_prefix_space", true) ? "always" : "never");

    public IEnumerable<TextPart> Split(TextPart part)
    {
        var text = part.Text.Replace(" ", sign, StringComparison.Ordinal);
        if ((prependScheme == "always" || (prependScheme == "first" && part.IsFirst)) && !text.StartsWith(sign, StringComparison.Ordinal))
        {
            text = sign + text;
        }

        part = part with { Text = text };
        return cutsWords ? Cutting.Cut(part, _sign.Matches(text), SplitBehavior.MergedWithNext) : [part];
    }
}
